"""What a token can be good for, as a table: each scope with the rights of staff that it lets through. No Django.

A scope gives nothing: whoever the token is of must have the right, and the token the scope.
"""

from collections.abc import Iterable
from enum import StrEnum


class Scope(StrEnum):
    """What a token was made for."""

    TICKETS_READ = "tickets:read"
    TICKETS_WRITE = "tickets:write"
    REPORTS = "reports"
    PEOPLE_READ = "people:read"
    PEOPLE_WRITE = "people:write"
    TOPICS_READ = "topics:read"
    MACROS_READ = "macros:read"
    ARTICLES_READ = "articles:read"
    ARTICLES_DRAFTS = "articles:drafts"
    CONVERSATIONS_READ = "conversations:read"


# Which tickets somebody sees is theirs, whatever they do with them.
_SIGHT = frozenset({"tickets.see_all_tickets"})
_RIGHTS: dict[Scope, frozenset[str]] = {
    Scope.TICKETS_READ: _SIGHT | {"tickets.view_ticket"},
    Scope.TICKETS_WRITE: _SIGHT | {"tickets.view_ticket", "tickets.change_ticket", "tickets.add_tag"},
    Scope.REPORTS: frozenset({"tickets.handle_reports"}),
    Scope.PEOPLE_READ: frozenset({"accounts.view_customer", "accounts.view_organisation"}),
    Scope.PEOPLE_WRITE: frozenset({"accounts.add_customer", "accounts.view_customer", "accounts.view_organisation"}),
    Scope.TOPICS_READ: frozenset({"tickets.view_topic"}),
    Scope.MACROS_READ: frozenset({"tickets.view_macro"}),
    # What everybody reads needs no right.
    Scope.ARTICLES_READ: frozenset(),
    Scope.ARTICLES_DRAFTS: frozenset({"helpcenter.change_translation"}),
    Scope.CONVERSATIONS_READ: _SIGHT | {"messenger.view_conversation"},
}


def rights_of(scopes: Iterable[str]) -> frozenset[str]:
    """The rights that these scopes let through; a scope that this version doesn't know lets none."""
    known = set(Scope)
    return frozenset().union(*(_RIGHTS[Scope(scope)] for scope in scopes if scope in known))
