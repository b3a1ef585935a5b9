"""What the desk shows of merges: what one would do, and those that there are on a ticket. Reads only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from tickets.merging import looking, rules
from tickets.models import Attachment, Merge, Message, Ticket
from tickets.models.merges import merge_of
from tickets.refusals import REFUSALS

# So many of what went into one ticket are named.
_MOST = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """A merge as a ticket's page shows it: the other ticket, and whether it can still be taken back."""

    merge: Merge
    other: Ticket
    undoable: bool


def merges_of(ticket: Ticket, now: datetime, *, there: bool = True) -> dict[str, Any]:
    """Where the ticket went, and what came into it; nothing is asked where it is known that none is `there`."""
    if not there:
        return {"merged_away": None, "merged_in": []}
    away = merge_of(ticket)
    came = list(Merge.objects.standing().filter(target=ticket).select_related("source").order_by("-pk")[:_MOST])
    # The newest goes first: `rules.undo_refusal` says why.
    newest = came[0].pk if came else None
    return {
        "merged_away": Shown(away, away.target, away.may_be_undone(now) and away.is_newest()) if away else None,
        # So many were made in one go with the newest, and can be taken back so.
        "merged_together": sum(each.is_made_with(came[0]) for each in came),
        "merged_in": [Shown(each, each.source, each.pk == newest and each.may_be_undone(now)) for each in came],
    }


def preview(source: Ticket, target: Ticket) -> dict[str, Any]:
    """Everything that staff are told before they merge."""
    left, kept = looking.side_of(source), looking.side_of(target)
    reason = rules.refusal(left, kept)
    moved = Message.objects.filter(ticket=source)
    return {
        "target": target,
        "refused": str(REFUSALS[reason]) if reason else "",
        "strangers": rules.brings_strangers_together(left, kept),
        "unproved": looking.unproved(source),
        "organisations": _organisations(source, target),
        "everybody": looking.everybody(source, target),
        "moving": moved.count(),
        "files": Attachment.objects.filter(message__in=moved).count(),
    }


def choices(source: Ticket, reader: User) -> list[Ticket]:
    """The tickets that are offered to merge it into."""
    return looking.offered(source, reader)


def _organisations(source: Ticket, target: Ticket) -> list[str]:
    """The names of the organizations whose owners come to read what was another's, or nobody's, before."""
    if target.organisation is None or source.organisation_id == target.organisation_id:
        return []
    return [str(target.organisation)]
