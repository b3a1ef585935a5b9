"""What a ticket's page shows of those that it is linked with. Reads only."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q

from accounts.models import User
from tickets import labels, workflow
from tickets.linking.actions import seen_from
from tickets.models import Ticket, TicketLink
from tickets.models.links import open_children
from tickets.models.which_tickets import seen_by
from web.lists import MOST_AT_ONCE
from web.mail_languages import names

# So many links are named; the rest is counted.
MOST = 20


@dataclass(frozen=True, slots=True)
class Linked:
    """A link as the page shows it."""

    key: int
    other: Ticket
    words: str


def links_of(ticket: Ticket, reader: User | AnonymousUser, *, there: bool = True) -> dict[str, Any]:
    """The tickets it is linked with, its parent first, and what an answer to all below it would reach.

    Nothing is asked where it is known that no link is `there`.
    """
    found = _seen(ticket, reader) if there else []
    links = [_linked(row, ticket) for row in found[:MOST]]
    languages = _languages_below(ticket) if there else []
    below = sum(count for _locale, count in languages)
    return {
        "links": links,
        "more_links": len(found) > MOST,
        "relations": list(labels.RELATIONS.items()),
        "children_open": min(below, MOST_AT_ONCE),
        "children_rest": max(0, below - MOST_AT_ONCE),
        "children_languages": _in_words(languages),
        "is_finished": ticket.status in workflow.FINISHED,
    }


def _seen(ticket: Ticket, reader: User | AnonymousUser) -> list[TicketLink]:
    """The links to tickets that the reader may see: one more than are named, if there is one."""
    rows = TicketLink.objects.filter(Q(first=ticket) | Q(second=ticket))
    # The ticket itself is seen; asked of each link's two tickets, no index of all that somebody may see is made.
    rows = rows.filter(seen_by(reader, "first__"), seen_by(reader, "second__"))
    return list(rows.select_related("first", "second").order_by("-kind", "pk")[: MOST + 1])


def _languages_below(ticket: Ticket) -> list[tuple[str, int]]:
    """How many open tickets there are below it in each language."""
    rows = open_children(ticket).order_by().values_list("locale").annotate(Count("pk"))
    return list(rows.order_by("locale"))


def _linked(row: TicketLink, ticket: Ticket) -> Linked:
    other, relation = seen_from(row, ticket)
    return Linked(row.pk, other, str(labels.RELATIONS[relation]))


def _in_words(languages: list[tuple[str, int]]) -> list[str]:
    """How many write in which language, where there is more than one."""
    known = names()
    return [f"{known.get(code, code)} ({count})" for code, count in languages] if len(languages) > 1 else []
