"""Where conversations go on whose tickets were merged into others. Reads only; only closed tickets are asked about."""

from collections.abc import Iterable

from tickets.models import Merge, Ticket
from tickets.models.merges import goes_on_in


def merged_with(newest: Ticket) -> Ticket | None:
    """The newest ticket of the chain into which this one was merged, if its requester is on it; or None."""
    further = goes_on_in(newest, newest.requester_email)
    if further is None:
        return None
    return Ticket.objects.going_on_from(further.root_id or further.pk).order_by("-pk").first()


def all_merged_with(tickets: Iterable[Ticket]) -> dict[int, Ticket]:
    """The same for many, by the keys of those that were merged."""
    closed = {ticket.pk: ticket for ticket in tickets if ticket.is_closed}
    merged = Merge.objects.standing().filter(source__in=closed).values_list("source", flat=True) if closed else []
    found = ((key, merged_with(closed[key])) for key in merged)
    return {key: further for key, further in found if further is not None}
