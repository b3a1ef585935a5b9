"""Tickets, what is said on them, and what programs ask and send about them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from ninja import Schema
from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from api.schemas.shared import (
    Email,
    Given,
    Language,
    Number,
    OrganisationName,
    Paged,
    Person,
    Reason,
    Team,
    Text,
    Word,
)
from tickets.models import Message, Priority
from tickets.workflow import Status

_Macros = Annotated[
    list[Number], Field(default_factory=list, max_length=10, description="What goes with them happens too.")
]
# How many values a filter takes.
_MOST = 50
_Files = Annotated[
    list[Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]],
    Field(default_factory=list, max_length=20, description="Keys of files that were sent to /files before."),
]
_Name = Annotated[str, StringConstraints(max_length=40)]
_Version = Annotated[Number | None, Field(description="Of the ticket as it was read: refused when it changed.")]


class PriorityWord(StrEnum):
    """How soon a ticket is to be looked at."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"

    @property
    def value_of_row(self) -> Priority:
        """The same as a row has it."""
        return Priority[self.name]


class MovedTo(StrEnum):
    """Where a ticket can be moved by hand."""

    OPEN = "open"
    PENDING = "pending"
    ON_HOLD = "on_hold"
    SOLVED = "solved"
    CLOSED = "closed"


class Requester(Schema):
    """Who asks. `person` is their number among people, where they have an account."""

    name: str
    email: str
    person: int | None


class ParticipantOut(Schema):
    """Somebody besides the requester who reads along and may write."""

    id: int
    name: str
    email: str


class Detail(Schema):
    """A detail that the person gave: the field's key, and label and value as they read and wrote them."""

    key: str
    label: str
    value: str


class Known(Schema):
    """What was known of the person when the ticket was opened; "" for what wasn't."""

    product: str
    plan: str
    role: str
    domain: str


class RatingOut(Schema):
    """What the person said of our help."""

    score: Annotated[str, Field(description="good or bad.")]
    comment: str
    rated_at: datetime


class TicketOut(Schema):
    """A ticket. The proof of an account, where there is one, is shown on the desk alone."""

    reference: str
    url: Annotated[str, Field(description="Its page on the desk.")]
    subject: str
    status: Status
    priority: PriorityWord
    locale: str
    topic: Annotated[str | None, Field(description="The topic's slug.")]
    topic_label: Annotated[str, Field(description="The topic's words as the person read them.")]
    requester: Requester
    known: Known
    details: list[Detail]
    organisation: OrganisationName | None
    participants: list[ParticipantOut]
    assignee: Person | None
    team: Team | None
    tags: list[str]
    rating: RatingOut | None
    rule: Annotated[str, Field(description="Which rule of entitlement let the person through.")]
    follows: Annotated[str | None, Field(description="The closed ticket that it goes on from.")]
    version: Annotated[int, Field(description="Goes up with each change.")]
    created_at: datetime
    updated_at: datetime
    waiting_since: datetime | None
    snoozed_until: Annotated[datetime | None, Field(description="Put off until then, or until somebody answers.")]
    due_at: datetime | None
    first_replied_at: datetime | None
    solved_at: datetime | None


class TicketPage(Schema):
    """Some tickets of a list."""

    items: list[TicketOut]
    next_cursor: str | None


def _several(what: str = "") -> Any:
    """A filter that may be given several times."""
    return Field(
        default_factory=list, max_length=_MOST, description=f"{what}; any of them." if what else "Any of them."
    )


class TicketFilters(Paged):
    """The list of tickets narrowed, as on the desk. A filter that is given several times means any of its values."""

    view: Annotated[str | None, Field(max_length=60, description="A view of the desk by name: see /views.")] = None
    saved_view: Annotated[Number | None, Field(description="A saved view: see /views. No other filter beside it.")] = (
        None
    )
    status: list[Status] = _several()
    priority: list[PriorityWord] = _several()
    assignee: list[Annotated[str, StringConstraints(pattern=r"^(me|nobody|[0-9]{1,18})$")]] = _several(
        "Numbers, me or nobody"
    )
    team: list[Annotated[str, StringConstraints(pattern=r"^(none|[0-9]{1,18})$")]] = _several("Numbers or none")
    topic: list[Annotated[str, StringConstraints(max_length=50)]] = _several("Slugs of topics")
    locale: list[Language] = _several()
    rule: list[_Name] = _several()
    tag: list[Annotated[str, StringConstraints(max_length=100)]] = _several()
    plan: list[_Name] = _several()
    product: list[_Name] = _several()
    role: list[_Name] = _several()
    domain: list[Annotated[str, StringConstraints(max_length=253)]] = _several()
    person: Annotated[Number | None, Field(description="Of this person.")] = None
    email: Annotated[Email | None, Field(description="Of whoever asked with this address.")] = None
    q: Annotated[str | None, Field(max_length=500, description="Words and conditions, as in the desk's search.")] = None
    created_after: AwareDatetime | None = None
    created_before: AwareDatetime | None = None
    updated_after: AwareDatetime | None = None
    sort: Annotated[
        Literal["updated", "quiet", "newest", "oldest", "due", "priority"] | None,
        Field(description="Else as the view has it; “quiet” (longest unchanged first) with updated_after."),
    ] = None


class Attached(Schema):
    """A file of a message."""

    id: int
    name: str
    content_type: str
    size: int


class MessageOut(Schema):
    """What somebody said on a ticket."""

    id: int
    kind: Message.Kind
    channel: Message.Channel
    author: Annotated[Person | None, Field(description="The member of staff who wrote it.")]
    author_name: str
    body: str
    quoted: str
    own_words: Annotated[str, Field(description="Of a translated reply, what its author wrote.")]
    translated_into: str
    files: list[Attached]
    held_until: Annotated[
        datetime | None, Field(description="Until then it can be taken back, and nobody was sent it.")
    ]
    created_at: datetime


class FileAddress(Schema):
    """Where a file can be had for some minutes, by whoever has this address: no token is asked for."""

    url: str
    name: str
    content_type: str
    size: int


class MessagePage(Schema):
    """Some messages of a ticket, oldest first."""

    items: list[MessageOut]
    next_cursor: str | None


class NewTicket(Given):
    """A ticket in the name of a person: by their number, or by name and address for who has no account at hand."""

    person: Annotated[Number | None, Field(description="Needs the scope people:read.")] = None
    name: Word | None = None
    email: Email | None = None
    topic: Annotated[str | None, StringConstraints(max_length=50, pattern=r"^[-a-zA-Z0-9_]+$")] = None
    subject: Annotated[Word | None, Field(description="Else the topic and the first line.")] = None
    body: Text
    files: _Files
    locale: Annotated[Language | None, Field(description="Of the answers; else the person's.")] = None
    priority: Annotated[PriorityWord | None, Field(description="Else the topic's.")] = None

    @model_validator(mode="after")
    def _is_somebodys(self) -> Self:
        if (self.person is None) is (self.email is None):
            raise ValueError("Give person or email, and not both.")
        return self


class NewReply(Given):
    """A reply to everybody on the ticket. Without words of its own it has the first macro's."""

    body: Text | None = None
    macros: _Macros
    files: _Files
    solve: Annotated[bool, Field(description="Else the ticket waits for the customer.")] = False
    version: _Version = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.body is None and not self.macros:
            raise ValueError("Give body or macros.")
        return self


class NewNote(Given):
    """A note that staff alone see. @name mentions a colleague."""

    body: Text
    macros: _Macros
    files: _Files
    version: _Version = None


class Changes(Given):
    """What is to be otherwise; what isn't named stays. All of it happens, or nothing."""

    status: Annotated[MovedTo | None, Field(description="null changes nothing.")] = None
    assignee: Annotated[Number | None, Field(description="A member of staff; null for nobody.")] = None
    team: Annotated[Number | None, Field(description="null for no team.")] = None
    priority: Annotated[PriorityWord | None, Field(description="null changes nothing.")] = None
    version: _Version = None


class NewTag(Given):
    """A tag to put on a ticket."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]


class NewSnooze(Given):
    """Until when a ticket is put off."""

    until: AwareDatetime


class NewParticipant(Given):
    """Somebody who is to read along, and why; only staff read the reason."""

    email: Email
    name: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")] = ""
    reason: Reason


class TakenOff(Schema):
    """Why somebody is taken off; only staff read it."""

    reason: Reason


class NewMerge(Given):
    """Into which ticket a ticket goes."""

    into: Annotated[str, Field(max_length=40, description="The reference of the ticket that is kept.")]
    confirmed: Annotated[bool, Field(description="Two people will read what each of them wrote alone.")] = False
    tell: Annotated[bool, Field(description="Its requester hears of it by mail.")] = False


class NewSplit(Given):
    """What the new ticket is called, and whether its person gets a receipt."""

    subject: Annotated[str, StringConstraints(min_length=1, max_length=250, pattern=r"^[^\x00]*$")]
    tell: bool = False


class FilledMacro(Schema):
    """A macro's words for one ticket."""

    body: str
    locale: str
    is_wanted: Annotated[bool, Field(description="Whether that is the person's language.")]


class StandardView(Schema):
    """A view of the desk by its name."""

    name: str
    words: str


class SavedViewOut(Schema):
    """A view that somebody saved."""

    id: int
    name: str
    shared: bool


class Views(Schema):
    """The views of who asks."""

    standard: list[StandardView]
    saved: list[SavedViewOut]
