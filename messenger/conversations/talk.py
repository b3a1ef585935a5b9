"""What the thread and the composer show of a conversation with Fin or the team. Reads only."""

from typing import Any

from django.utils import timezone

from accounts.models import Visitor
from accounts.reasons import reason_text
from messenger.access import support_of
from messenger.conversations import flow
from messenger.conversations.actions import handover
from messenger.conversations.flow import Stage
from messenger.conversations.forms import MessageForm
from messenger.conversations.threads import thread, ticket_of
from messenger.models import Conversation


def chat_context(visitor: Visitor, row: Conversation, form: Any = None) -> dict[str, Any]:
    """What the thread and the composer show: who said what, whether Fin is at work or stuck, and the way onward."""
    support = support_of(visitor, row.topic_kind)
    ticket = ticket_of(row)
    entries = thread(row, timezone.now())
    last = entries[-1] if entries else None
    stuck = last is not None and last.stuck and row.stage == Stage.CHAT
    _name, email = handover.contact_of(row, visitor)
    return {
        "entries": entries,
        "ticket": ticket,
        "pending": any(entry.pending and not entry.stuck for entry in entries),
        "stuck": stuck,
        "asking": bool(last and last.author == "fin" and not last.pending and row.stage == Stage.CHAT and not stuck),
        "onward": flow.way_onward(support, tried_self_service=row.tried_self_service) if row.unsolved else "",
        "support": support,
        "reason": reason_text(support),
        "contact_email": email,
        "form": form or MessageForm(),
    }
