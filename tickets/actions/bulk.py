"""One change to several tickets, and taking it back. A ticket that refuses stops no other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import User
from tickets import workflow
from tickets.actions import changing, recording
from tickets.actions.together import together
from tickets.events import Kind
from tickets.models import BulkMove, MovedTicket, Priority, Ticket
from tickets.models.bulk_moves import UNDO_FOR
from tickets.models.snoozes import waits_from
from tickets.notifying import kinds
from tickets.notifying.actions import withdraw
from tickets.refusals import TicketRefusedError

# What can't be taken back any more is forgotten with the author's next move.
_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Done:
    """How many tickets were changed, and which refused: their references by the reason, a key of REFUSALS."""

    changed: int
    refused: dict[str, list[str]]


def assign(*, tickets: Iterable[Ticket], author: User, assignee: User | None, now: datetime) -> Done:
    """Give the tickets to a member of staff, or to nobody."""
    to = recording.name_of(assignee)
    return _move(
        tickets, author, BulkMove.What.ASSIGNEE, to, now,
        lambda row: changing.assign(ticket=row, author=author, assignee=assignee),
    )  # fmt: skip


def set_team(*, tickets: Iterable[Ticket], author: User, team: Group | None, now: datetime) -> Done:
    """Move the tickets to a team, or to none."""
    to = team.name if team else ""
    return _move(
        tickets, author, BulkMove.What.TEAM, to, now,
        lambda row: changing.set_team(ticket=row, author=author, team=team),
    )  # fmt: skip


def set_priority(*, tickets: Iterable[Ticket], author: User, priority: Priority, now: datetime) -> Done:
    """Set how urgent the tickets are."""
    return _move(
        tickets, author, BulkMove.What.PRIORITY, str(int(priority)), now,
        lambda row: changing.set_priority(ticket=row, author=author, priority=priority),
    )  # fmt: skip


def change_status(*, tickets: Iterable[Ticket], author: User, event: workflow.Event, now: datetime) -> Done:
    """Move the tickets by hand."""
    return _move(
        tickets, author, BulkMove.What.STATUS, str(event), now,
        lambda row: changing.change_status(ticket=row, author=author, event=event),
    )  # fmt: skip


@transaction.atomic
def take_back(*, move: BulkMove, author: User, now: datetime) -> Done:
    """Put back how the tickets stood, each on which nothing happened since; raises TicketRefusedError when it's late.

    Only who made a move takes it back, and once.
    """
    row = BulkMove.objects.select_for_update().filter(pk=move.pk, author=author).first()
    if row is None or row.undone_at is not None or row.made_at <= now - UNDO_FOR:
        raise TicketRefusedError("too_late_to_undo")
    row.undone_at = now
    row.save(update_fields=["undone_at"])
    changed = 0
    refused: dict[str, list[str]] = {}
    rows = list(row.tickets.select_related("assignee", "team").order_by("ticket_id"))
    with together(recording.lock_keys([moved.ticket_id for moved in rows]), now) as all_of_them:
        for moved in rows:
            ticket = all_of_them.rows[moved.ticket_id]
            if ticket.version == moved.version:
                _PUT_BACK[row.what](ticket, moved, author, now)
                recording.save(ticket, now)
                changed += 1
            else:
                refused.setdefault("changed_since", []).append(ticket.reference)
    return Done(changed, refused)


@transaction.atomic
def _move(
    tickets: Iterable[Ticket],
    author: User,
    what: BulkMove.What,
    to: str,
    now: datetime,
    act: Callable[[Ticket], Ticket],
) -> Done:
    """In the order of their keys, so that two who move the same tickets don't wait for each other."""
    BulkMove.objects.filter(author=author, made_at__lt=now - _KEPT).delete()
    moved: list[MovedTicket] = []
    refused: dict[str, list[str]] = {}
    with together(recording.lock_keys([ticket.pk for ticket in tickets]), now) as all_of_them:
        for key, before in all_of_them.stood.items():
            # One that was put off comes back awake: undone, it would wait for a time that nobody is told of.
            since = waits_from(before, now)
            try:
                after = act(before)
            except TicketRefusedError as refusal:
                # Each action is a savepoint of its own: what it wrote at once is gone already.
                all_of_them.forget(key)
                refused.setdefault(refusal.reason, []).append(before.reference)
                continue
            if after.version != before.version:
                moved.append(_as_it_stood(before, after.version, since))
    if moved:
        made = BulkMove.objects.create(author=author, what=what, to=to, made_at=now)
        for each in moved:
            each.move = made
        MovedTicket.objects.bulk_create(moved)
    return Done(len(moved), refused)


def _as_it_stood(ticket: Ticket, version: int, since: datetime | None) -> MovedTicket:
    return MovedTicket(
        ticket=ticket,
        version=version,
        assignee_id=ticket.assignee_id,
        team_id=ticket.team_id,
        priority=ticket.priority,
        status=ticket.status,
        waiting_since=since,
        solved_at=ticket.solved_at,
    )


def _assignee_back(ticket: Ticket, moved: MovedTicket, author: User, now: datetime) -> None:
    """To nobody where whoever had it can't have tickets any more."""
    if ticket.assignee is not None:
        withdraw(kind=kinds.Kind.ASSIGNED, person=ticket.assignee, ticket=ticket)
    person = moved.assignee if moved.assignee and moved.assignee.is_staff and moved.assignee.is_active else None
    ticket.assignee = person
    if person is None:
        recording.record(ticket, Kind.UNASSIGNED, author, now)
    else:
        recording.record(ticket, Kind.ASSIGNED, author, now, to=recording.name_of(person))


def _team_back(ticket: Ticket, moved: MovedTicket, author: User, now: datetime) -> None:
    names = {"before": ticket.team.name if ticket.team else "", "after": moved.team.name if moved.team else ""}
    recording.record(ticket, Kind.TEAM, author, now, **names)
    ticket.team = moved.team


def _priority_back(ticket: Ticket, moved: MovedTicket, author: User, now: datetime) -> None:
    recording.record(ticket, Kind.PRIORITY, author, now, before=str(ticket.priority), after=str(moved.priority))
    ticket.priority = moved.priority


def _status_back(ticket: Ticket, moved: MovedTicket, author: User, now: datetime) -> None:
    """With the times of before: nobody waited shorter for this."""
    recording.record(ticket, Kind.STATUS, author, now, before=ticket.status, after=moved.status)
    ticket.status = moved.status
    ticket.waiting_since, ticket.solved_at = moved.waiting_since, moved.solved_at


_PUT_BACK: dict[str, Callable[[Ticket, MovedTicket, User, datetime], None]] = {
    BulkMove.What.ASSIGNEE: _assignee_back,
    BulkMove.What.TEAM: _team_back,
    BulkMove.What.PRIORITY: _priority_back,
    BulkMove.What.STATUS: _status_back,
}
