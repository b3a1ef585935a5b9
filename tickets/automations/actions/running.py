"""Runs automations on one ticket: whether one holds, what it does, and what is written down of it."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, transaction

from tickets.actions.acting import Acting, acting_as
from tickets.automations.actions.doing import do
from tickets.automations.actions.switching import stop
from tickets.automations.facts import facts_of
from tickets.automations.rules import Trigger, concerns, matches
from tickets.models import Automation, AutomationRun, Ticket
from tickets.refusals import TicketRefusedError

logger = logging.getLogger(__name__)
# An automation that acts on more than that within an hour was written too widely: somebody should look first.
MOST_AN_HOUR = 500
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Cause:
    """What happened: `key` names it, or what it followed from; `depth` is how many automations lie between."""

    trigger: Trigger
    key: str
    value: str = ""
    depth: int = 0


def run(*, ticket_id: int, cause: Cause, now: datetime) -> list[AutomationRun]:
    """Let each automation that waits for this look at the ticket, in their order; returns what those did that held.

    Safe to run any number of times: none acts twice on a ticket for one cause.
    """
    found = [run_one(automation=each, ticket_id=ticket_id, cause=cause, now=now) for each in _waiting(cause)]
    return [made for made in found if made is not None]


def _waiting(cause: Cause) -> list[Automation]:
    rows = Automation.objects.on(cause.trigger).prefetch_related("conditions", "steps")
    return [row for row in rows if concerns(cause.trigger, cause.value, row.asked())]


@transaction.atomic
def run_one(*, automation: Automation, ticket_id: int, cause: Cause, now: datetime) -> AutomationRun | None:
    """Do what the automation says on this ticket, where it holds: all of it, or nothing. None where nothing was to do.

    One that fails is switched off. Raises OperationalError or InterfaceError for a database that is away.
    """
    ticket = Ticket.objects.select_for_update(of=("self",)).select_related("topic").filter(pk=ticket_id).first()
    if ticket is None or ticket.is_report or not Automation.objects.filter(pk=automation.pk, is_on=True).exists():
        return None
    if AutomationRun.objects.filter(ticket=ticket, automation=automation, cause=cause.key).exists():
        return None
    if not matches(automation.asked(), facts_of([ticket], now)[ticket.pk]):
        return None
    if _acted(automation, now) >= MOST_AN_HOUR:
        stop(automation=automation, because=Automation.Stop.CAP, now=now)
        return None
    told = _act(automation, ticket, cause, now)
    if told is None:
        return None
    return AutomationRun.objects.create(automation=automation, ticket=ticket, cause=cause.key, at=now, **told)


def _acted(automation: Automation, now: datetime) -> int:
    """On how many tickets it acted within the hour."""
    lately = AutomationRun.objects.filter(automation=automation, at__gt=now - _HOUR).order_by()
    return lately[:MOST_AN_HOUR].count()


def _act(automation: Automation, ticket: Ticket, cause: Cause, now: datetime) -> dict[str, Any] | None:
    """What became of it, as the columns of its row; None where nothing was to do."""
    acting = Acting(automation.name, cause.key, cause.depth)
    try:
        with transaction.atomic(), acting_as(acting):
            did = do(ticket=ticket, steps=automation.planned(), now=now)
    except TicketRefusedError as refusal:
        return {"outcome": AutomationRun.Outcome.REFUSED, "reason": refusal.reason}
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        logger.exception("Automation %s failed on ticket %s and is switched off", automation.pk, ticket.pk)
        words = f"{type(error).__name__}: {error}".replace("\x00", "")
        stop(automation=automation, because=Automation.Stop.FAILED, error=words, now=now)
        return {"outcome": AutomationRun.Outcome.FAILED}
    return {"outcome": AutomationRun.Outcome.DONE, "did": did} if did else None
