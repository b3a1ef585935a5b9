"""Takes a merge back: both tickets stand as they did, but for what was done on them since."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime

from accounts.models import User
from tickets.actions import announcing, indexing, recording
from tickets.events import Kind
from tickets.merging import rules
from tickets.merging.actions import deadlines, moving
from tickets.merging.looking import is_held
from tickets.models import Merge, Participant, Ticket, TicketTag
from tickets.refusals import TicketRefusedError
from tickets.replies.restoring import snapshot, to_put_back

# What a merge changes of the ticket that goes; whoever changed another thing of it since has their way.
_STANDING = ("status", "waiting_since", "solved_at")


@transaction.atomic
def undo(*, merge: Merge, author: User, now: datetime) -> Merge:
    """Make one ticket two again, within a day. What came in meanwhile stays on the target. Twice is as good as once.

    Raises TicketRefusedError once it is too late, or the target went on elsewhere, is closed or held, or took in
    another one since.
    """
    left, kept = recording.lock_all(merge.source, merge.target)
    row = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if row.undone_at is not None:
        return row
    if reason := _refusal(row, left, kept, now):
        raise TicketRefusedError(reason)
    row.source, row.target = left, kept
    moving.move_back(row)
    _put_back(row, left, kept)
    row.undone_at = now
    row.save(update_fields=["undone_at"])
    recording.record(left, Kind.UNMERGED, author, now, reference=kept.reference)
    recording.record(kept, Kind.UNMERGED, author, now, reference=left.reference)
    for ticket in (left, kept):
        recording.save(ticket, now)
    indexing.index_these(keys=[left.pk, kept.pk])
    announcing.parted(row)
    return row


def _refusal(row: Merge, left: Ticket, kept: Ticket, now: datetime) -> rules.Refusal | None:
    return rules.undo_refusal(
        in_time=row.may_be_undone(now),
        target_closed=kept.is_closed,
        held=is_held(kept) or is_held(left),
        is_newest=row.is_newest(),
    )


def _put_back(merge: Merge, left: Ticket, kept: Ticket) -> None:
    for name in _STANDING:
        setattr(left, name, _value(name, merge.before["source"][name]))
    for name, value in to_put_back(snapshot(kept), merge.before["target"], merge.after["target"]).items():
        setattr(kept, name, value)
    deadlines.hand_back(merge.before["deadlines"])
    # Whoever was taken off since is gone already.
    Participant.objects.filter(ticket=kept, pk__in=merge.made["participants"]).delete()
    TicketTag.objects.filter(ticket=kept, pk__in=merge.made["tags"]).delete()


def _value(name: str, stored: Any) -> Any:
    return parse_datetime(stored) if stored and name != "status" else stored
