"""Does the steps of an automation on a ticket, each by the action that staff use for it."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.contrib.auth.models import Group

from accounts.models import User
from tickets import workflow
from tickets.actions import changing, recording, snoozing, tagging, writing
from tickets.automations.facts import facts_of
from tickets.automations.rules import Do, Skip, Step, why_not
from tickets.events import Kind
from tickets.macros import actions as macro_actions
from tickets.macros.filling import filled
from tickets.macros.variables import Variable, used_in
from tickets.models import Macro, Priority, Ticket

_OF_AN_AGENT = frozenset({Variable.AGENT_NAME, Variable.AGENT_FIRST_NAME})
_MOVES = {
    workflow.Status.OPEN: workflow.Event.REOPEN,
    workflow.Status.PENDING: workflow.Event.WAIT_FOR_CUSTOMER,
    workflow.Status.ON_HOLD: workflow.Event.HOLD,
    workflow.Status.SOLVED: workflow.Event.SOLVE,
}
# What was done or left, as a row keeps it: what, with what, and why not.
type Did = tuple[str, str, str]


class BrokenError(Exception):
    """A step that can't be done on any ticket: what it names is gone."""


def do(*, ticket: Ticket, steps: Iterable[Step], now: datetime) -> list[Did]:
    """Do the steps on the ticket that the caller has locked, in their order; each looks at what the last one left.

    Raises TicketRefusedError where a rule says no, and BrokenError for a step that is no more.
    """
    done: list[Did] = []
    for step in steps:
        row = recording.lock(ticket)
        reason = why_not(step, facts_of([row], now)[row.pk])
        if reason is None:
            _DOES[step.do](row, step.value, now)
        if reason != Skip.SAME:
            done.append((str(step.do), step.value, str(reason or "")))
    return done


def asks_for_an_agent(macro: Macro) -> bool:
    """Whether any of its texts names who sends it: no machine can."""
    return any(used_in(body) & _OF_AN_AGENT for body in macro.written().values())


def _team(ticket: Ticket, value: str, now: datetime) -> None:
    team = Group.objects.filter(pk=int(value)).first() if value else None
    if value and team is None:
        raise BrokenError("team")
    changing.set_team(ticket=ticket, author=None, team=team)


def _assign(ticket: Ticket, value: str, now: datetime) -> None:
    person = User.objects.filter(pk=int(value), is_staff=True, is_active=True).first() if value else None
    if value and person is None:
        raise BrokenError("assignee")
    changing.assign(ticket=ticket, author=None, assignee=person)


def _priority(ticket: Ticket, value: str, now: datetime) -> None:
    changing.set_priority(ticket=ticket, author=None, priority=Priority(int(value)))


def _tag(ticket: Ticket, value: str, now: datetime) -> None:
    tagging.tag(ticket=ticket, author=None, name=value)


def _untag(ticket: Ticket, value: str, now: datetime) -> None:
    tagging.untag(ticket=ticket, author=None, name=value)


def _note(ticket: Ticket, value: str, now: datetime) -> None:
    writing.add_note(ticket=ticket, author=None, body=value, now=now)


def _macro(ticket: Ticket, value: str, now: datetime) -> None:
    """Send a shared macro as it is now, with what goes with it; its author may have changed it since it was chosen."""
    rows = Macro.objects.filter(owner=None).prefetch_related("texts", "tags").select_related("team")
    macro = rows.filter(pk=int(value)).first()
    if macro is None or asks_for_an_agent(macro):
        raise BrokenError("macro")
    writing.reply(
        ticket=ticket,
        author=None,
        body=filled(macro, ticket, None).body,
        solve=macro.then == Macro.Then.SOLVED,
        now=now,
    )
    recording.record(ticket, Kind.MACRO_SENT, None, now, macro=macro.name)
    macro_actions.apply(macros=[macro], ticket=ticket, author=None, now=now)


def _status(ticket: Ticket, value: str, now: datetime) -> None:
    changing.change_status(ticket=ticket, author=None, event=_MOVES[workflow.Status(value)])


def _snooze(ticket: Ticket, value: str, now: datetime) -> None:
    snoozing.snooze(ticket=ticket, author=None, until=now + timedelta(hours=int(value)), now=now)


_DOES: dict[Do, Callable[[Ticket, str, datetime], None]] = {
    Do.TEAM: _team,
    Do.ASSIGN: _assign,
    Do.PRIORITY: _priority,
    Do.TAG: _tag,
    Do.UNTAG: _untag,
    Do.NOTE: _note,
    Do.MACRO: _macro,
    Do.STATUS: _status,
    Do.SNOOZE: _snooze,
}
