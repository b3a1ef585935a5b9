"""How two tickets may be linked: one parent, no grandchildren. Pure: no Django, no clock, no database."""

from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """What the other ticket is to this one."""

    RELATED = "related"
    PARENT = "parent"
    CHILD = "child"


class Refusal(StrEnum):
    """Why two tickets aren't linked."""

    ITSELF = "link_itself"
    ALREADY = "link_already"
    REPORT = "link_report"
    TWO_PARENTS = "link_two_parents"
    DEPTH = "link_depth"


@dataclass(frozen=True, slots=True)
class End:
    """What counts of a ticket: whether it is a report under the law, has a parent, has children."""

    key: int
    is_report: bool = False
    has_parent: bool = False
    has_children: bool = False


OPPOSITE = {
    Relation.RELATED: Relation.RELATED,
    Relation.PARENT: Relation.CHILD,
    Relation.CHILD: Relation.PARENT,
}


def refusal(ticket: End, other: End, relation: Relation, *, linked: bool) -> Refusal | None:
    """Why `other` can't be that to `ticket`; the first reason that holds."""
    if ticket.key == other.key:
        return Refusal.ITSELF
    if linked:
        return Refusal.ALREADY
    # Whoever handles no reports is to learn of none.
    if ticket.is_report != other.is_report:
        return Refusal.REPORT
    if relation == Relation.RELATED:
        return None
    parent, child = (other, ticket) if relation == Relation.PARENT else (ticket, other)
    if child.has_parent:
        return Refusal.TWO_PARENTS
    return Refusal.DEPTH if parent.has_parent or child.has_children else None
