"""One change to several tickets, and taking it back. A ticket that refuses stops no other."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.text import Truncator

from accounts.models import User
from tickets import workflow
from tickets.actions import changing, recording, snoozing, tagging
from tickets.actions.together import together
from tickets.events import Kind
from tickets.models import BulkMove, MovedTicket, Priority, Tag, Ticket, TicketTag
from tickets.models.bulk_moves import LONGEST_TO, UNDO_FOR
from tickets.models.snoozes import waits_from
from tickets.notifying import kinds
from tickets.notifying.actions import withdraw
from tickets.refusals import TicketRefusedError
from tickets.tags import tag_name

# What can't be taken back any more is forgotten with the author's next move.
_KEPT = timedelta(days=1)
_OF_TAGS = frozenset({BulkMove.What.TAG, BulkMove.What.UNTAG})


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
def tag(*, tickets: Iterable[Ticket], author: User, names: Sequence[str], now: datetime) -> Done:
    """Put these tags on the tickets; raises TicketRefusedError for a name that nobody may make a tag of."""
    tags = [tagging.known_or_made(author=author, name=name) for name in names]

    def put_on(row: Ticket) -> Ticket:
        for each in tags:
            tagging.put_on(ticket=row, author=author, tag=each, now=now)
        return recording.lock(row)

    return _move(tickets, author, BulkMove.What.TAG, _listed(each.name for each in tags), now, put_on)


def untag(*, tickets: Iterable[Ticket], author: User, names: Sequence[str], now: datetime) -> Done:
    """Take these tags off the tickets that have them."""
    spelled = [tag_name(name) for name in names]

    def take_off(row: Ticket) -> Ticket:
        for name in spelled:
            tagging.untag(ticket=row, author=author, name=name)
        return recording.lock(row)

    return _move(tickets, author, BulkMove.What.UNTAG, _listed(spelled), now, take_off)


def snooze(*, tickets: Iterable[Ticket], author: User, until: datetime, now: datetime) -> Done:
    """Put the tickets off until then, or until somebody answers."""

    def put_off(row: Ticket) -> Ticket:
        snoozing.snooze(ticket=row, author=author, until=until, now=now)
        return recording.lock(row)

    return _move(tickets, author, BulkMove.What.SNOOZE, until.isoformat(timespec="seconds"), now, put_off)


def _listed(names: Iterable[str]) -> str:
    """As many of the names as the row has room for."""
    return Truncator(", ".join(names)).chars(LONGEST_TO)


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
    tags = {each.name: each for each in Tag.objects.filter(name__in={name for moved in rows for name in moved.tags})}
    with together(recording.lock_keys([moved.ticket_id for moved in rows]), now) as all_of_them:
        for moved in rows:
            ticket = all_of_them.rows[moved.ticket_id]
            if ticket.version == moved.version:
                if row.what in _OF_TAGS:
                    changed_tags = [tags[name] for name in moved.tags if name in tags]
                    _tags_back(all_of_them.tags_on(ticket.pk), ticket, changed_tags, author, now)
                else:
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
            asleep = all_of_them.snooze_of(key) if what == BulkMove.What.SNOOZE else None
            try:
                after = act(before)
            except TicketRefusedError as refusal:
                # Each action is a savepoint of its own: what it wrote at once is gone already.
                all_of_them.forget(key)
                refused.setdefault(refusal.reason, []).append(before.reference)
                continue
            if after.version != before.version:
                stood = _as_it_stood(before, after.version, since)
                stood.snoozed_until = asleep.until if asleep else None
                stood.tags = all_of_them.tags_changed(key) if what in _OF_TAGS else []
                moved.append(stood)
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


def _tags_back(has: dict[int, TicketTag], ticket: Ticket, changed: Iterable[Tag], author: User, now: datetime) -> None:
    """Off where the move put them, and on where it took them."""
    for each in changed:
        if has.pop(each.pk, None) is None:
            has[each.pk] = TicketTag(ticket=ticket, tag=each)
            recording.record(ticket, Kind.TAGGED, author, now, tag=each.name)
        else:
            recording.record(ticket, Kind.UNTAGGED, author, now, tag=each.name)


def _snooze_back(ticket: Ticket, moved: MovedTicket, author: User, now: datetime) -> None:
    """Awake, or put off until the time of before where that is still to come."""
    recording.wake(ticket)
    if moved.snoozed_until is None or moved.snoozed_until <= now:
        recording.record(ticket, Kind.WOKEN, author, now)
        return
    recording.put_off(ticket, moved.snoozed_until, author)
    recording.record(ticket, Kind.SNOOZED, author, now, until=moved.snoozed_until.isoformat(timespec="seconds"))


_PUT_BACK: dict[str, Callable[[Ticket, MovedTicket, User, datetime], None]] = {
    BulkMove.What.ASSIGNEE: _assignee_back,
    BulkMove.What.TEAM: _team_back,
    BulkMove.What.PRIORITY: _priority_back,
    BulkMove.What.STATUS: _status_back,
    BulkMove.What.SNOOZE: _snooze_back,
}
