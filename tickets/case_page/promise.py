"""By when somebody can expect an answer, as far as a policy promises one. Reads only."""

from datetime import datetime
from typing import Any

from tickets.models import SlaClock, Ticket
from tickets.models.sla_clocks import ClockKind
from tickets.workflow import WAITING_FOR_US

_ANSWERS = (ClockKind.FIRST_RESPONSE, ClockKind.NEXT_RESPONSE)


def promise(ticket: Ticket, now: datetime) -> dict[str, Any]:
    """`answer_by` while that is still to come; `is_late` once it is over. Neither where nothing is promised."""
    found = SlaClock.objects.filter(ticket=ticket, kind__in=_ANSWERS).values_list("due_at", "pause").first()
    due_at, pause = found or (None, "")
    if due_at is None or ticket.status not in WAITING_FOR_US:
        return {}
    if due_at < now:
        return {"is_late": True}
    return {} if pause else {"answer_by": due_at}
