"""What programs elsewhere can be told of. Names are for good: receivers have them in their code. No Django."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """The type of a webhook, as it goes over the wire."""

    CREATED = "ticket.created"
    REPLIED_CUSTOMER = "ticket.replied.customer"
    REPLIED_STAFF = "ticket.replied.staff"
    NOTED = "ticket.noted"
    CHANGED = "ticket.changed"
    MERGED = "ticket.merged"
    UNMERGED = "ticket.unmerged"
    RATED = "ticket.rated"
    HANDED_OVER = "conversation.handed_over"
    TEST = "webhook.test"


# What an endpoint can ask for; a test comes to each that staff press it for.
ASKED_FOR = tuple(kind for kind in Kind if kind is not Kind.TEST)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened on the ticket with this reference; what stands there is read when it is told.

    `about` is the key of the message, event, merge or conversation. Nothing is told before `not_before`.
    """

    kind: Kind
    reference: str
    about: int
    at: datetime
    is_report: bool = False
    not_before: datetime | None = None
