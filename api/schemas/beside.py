"""What stands beside tickets: files that wait, what happened, what was said to Fin before, and whose it can be."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from api.schemas.shared import Person
from messenger.models import Message


class FileKept(Schema):
    """A file that waits for what it goes with."""

    key: Annotated[str, Field(description="Name it in `files` of a reply, a note or a new ticket.")]
    name: str
    content_type: Annotated[str, Field(description="As its content is, whatever it was said to be.")]
    size: int
    until: Annotated[datetime, Field(description="Then it is deleted, unless it was sent.")]


class EventOut(Schema):
    """Something that happened on a ticket without being said."""

    id: int
    kind: Annotated[str, Field(description="More may come with a later version.")]
    arguments: dict[str, str]
    words: Annotated[str, Field(description="A sentence in the language of the request.")]
    author: Annotated[Person | None, Field(description="The member of staff who did it.")]
    author_name: Annotated[str, Field(description="Theirs, or of the automation; “” for the site and for customers.")]
    created_at: datetime


class EventsPage(Schema):
    """Some events of a ticket, oldest first."""

    items: list[EventOut]
    next_cursor: str | None


class Cited(Schema):
    """A passage of an article that Fin answered with."""

    title: str
    path: str
    quote: str


class TurnOut(Schema):
    """What the person or Fin said before the ticket was opened."""

    author: Message.Author
    text: str
    created_at: datetime | None
    files: Annotated[list[str], Field(description="Their names; the files are with the ticket's first message.")]
    citations: list[Cited]


class Transcript(Schema):
    """What was said to Fin before the ticket was opened, oldest first; empty where nothing was."""

    items: list[TurnOut]


class StaffPage(Schema):
    """Some members of staff."""

    items: list[Person]
    next_cursor: str | None


class TeamOut(Schema):
    """A team whose a ticket can be."""

    id: int
    name: str
    members: list[int]


class Teams(Schema):
    """All teams, by their names."""

    items: list[TeamOut]


class TagOut(Schema):
    """A tag that tickets can have."""

    id: int
    name: str


class TagsPage(Schema):
    """Some tags, in the order in which they were made."""

    items: list[TagOut]
    next_cursor: str | None
