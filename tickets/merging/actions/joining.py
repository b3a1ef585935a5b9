"""Puts everything of one ticket onto another, and writes down what it was."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from tickets import workflow
from tickets.actions import indexing, recording
from tickets.events import Kind
from tickets.merging import emails, rules
from tickets.merging.actions import deadlines, moving
from tickets.merging.looking import side_of
from tickets.models import Merge, Message, Participant, Ticket, TicketTag
from tickets.models.merges import is_on
from tickets.models.snoozes import waits_from
from tickets.refusals import TicketRefusedError
from tickets.replies.restoring import snapshot
from tickets.tags import MOST_OF_A_TICKET


@transaction.atomic
def merge(
    *, source: Ticket, target: Ticket, author: User, confirmed: bool = False, tell: bool = False, now: datetime
) -> Merge:
    """Make the two tickets one: what was said on `source`, its people and tags go to `target`, and it is closed.

    `confirmed`: staff know that two different people will read everything. `tell`: by mail to the source's requester.
    Raises TicketRefusedError.
    """
    left, kept = recording.lock_all(source, target)
    _check(left, kept, confirmed=confirmed)
    recording.wake(left)
    made = Merge(source=left, target=kept, author=author, made_at=now, before=_stand(left, kept))
    made.before["deadlines"] = deadlines.hand_over(left, kept)
    made.made = {"participants": _join_people(left, kept), "tags": _join_tags(left, kept)}
    _take_over(left, kept, author, now)
    _close(left, kept, author, now)
    made.after = _stand(left, kept)
    made.save()
    moving.move(made)
    # With what moved: how soon somebody is to be answered follows from that.
    for row in (left, kept):
        recording.save(row, now)
    indexing.index_these(keys=[left.pk, kept.pk])
    if tell:
        _tell(made)
    return made


def _close(source: Ticket, target: Ticket, author: User, now: datetime) -> None:
    """The source for good, and both know of each other."""
    source.stand_at(workflow.Status.CLOSED, now)
    recording.record(source, Kind.MERGED, author, now, reference=target.reference)
    recording.record(target, Kind.MERGED_IN, author, now, reference=source.reference)


def _tell(made: Merge) -> None:
    """The source's requester, about what they wrote last."""
    last = Message.objects.filter(moves__merge=made, kind=Message.Kind.CUSTOMER).order_by("-pk").first()
    if last is not None:
        recording.queue([emails.merged(made.source, made.target, last)])


def _check(source: Ticket, target: Ticket, *, confirmed: bool) -> None:
    left, kept = side_of(source), side_of(target)
    if reason := rules.refusal(left, kept):
        raise TicketRefusedError(reason)
    if rules.brings_strangers_together(left, kept) and not confirmed:
        raise TicketRefusedError(rules.Refusal.NOT_CONFIRMED)


def _stand(source: Ticket, target: Ticket) -> dict[str, object]:
    return {"source": snapshot(source), "target": snapshot(target)}


def _join_people(source: Ticket, target: Ticket) -> list[int]:
    """The requester and participants of the source become the target's participants; who is on it stays as is."""
    people = [(source.requester_name, source.requester_email), *source.participants.values_list("name", "email")]
    return [
        Participant.objects.create(ticket=target, name=name, email=email).pk
        for name, email in people
        if not is_on(target, email)
    ]


def _join_tags(source: Ticket, target: Ticket) -> list[int]:
    """As many as there is room for."""
    has = set(TicketTag.objects.filter(ticket=target).values_list("tag", flat=True))
    new = TicketTag.objects.filter(ticket=source).exclude(tag__in=has).order_by("pk").values_list("tag", flat=True)
    room = max(0, MOST_OF_A_TICKET - len(has))
    return [TicketTag.objects.create(ticket=target, tag_id=tag).pk for tag in new[:room]]


def _take_over(source: Ticket, target: Ticket, author: User, now: datetime) -> None:
    """Whose it is where the target is nobody's, the higher priority, and that somebody waits, since when they do."""
    since = waits_from(source, now)
    target.priority = max(target.priority, source.priority)
    if target.team_id is None:
        target.team = source.team
    if target.assignee_id is None and source.assignee is not None:
        target.assignee = source.assignee
        recording.record(target, Kind.ASSIGNED, author, now, to=recording.name_of(source.assignee))
    if since is None:
        return
    recording.wake(target)
    recording.move(target, workflow.Event.CUSTOMER_WROTE, author, now)
    if target.waiting_since is not None:
        target.waiting_since = min(target.waiting_since, since)
