"""What the desks that people come from have in common, before any of it is a row of ours. Pure: no Django."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from tickets.mail.charsets import clean
from tickets.workflow import Status

type Raw = dict[str, Any]

LOW, NORMAL, HIGH, URGENT = 10, 20, 30, 40


class Kind(StrEnum):
    """What a file of an export has records of, in the order in which they are read: later ones refer to earlier."""

    ORGANISATION = "organisation"
    PERSON = "person"
    COMMENT = "comment"
    TAG = "tag"
    MACRO = "macro"
    TICKET = "ticket"


class SkippedError(Exception):
    """A record that isn't moved in, and why, as the list of them says it."""


class BrokenError(Exception):
    """A record, or a file, that can't be read, and why."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """`external_id` is what the product calls it, if the desk was told."""

    id: str
    name: str
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """`external_id` is what the product calls them; `organisation` is the desk's id of theirs."""

    id: str
    name: str = ""
    email: str = ""
    is_agent: bool = False
    external_id: str = ""
    organisation: str = ""
    locale: str = ""


NOBODY = Person("")


@dataclass(frozen=True, slots=True)
class File:
    """A file of a message. `places` are where it stands in the export, if it does; `address` is never fetched."""

    name: str
    address: str = ""
    size: int | None = None
    places: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Comment:
    """One message. Of nobody who is known it is the customer's, unless `by_team`."""

    body: str
    at: datetime
    author: Person = NOBODY
    is_note: bool = False
    by_team: bool = False
    files: Sequence[File] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A ticket or a conversation. `told` are lines for the note that says where it is from; `number` is what people
    there called it."""

    id: str
    number: str
    subject: str
    status: Status
    created_at: datetime
    updated_at: datetime
    requester: Person
    comments: Sequence[Comment]
    channel: str = "email"
    priority: int = NORMAL
    solved_at: datetime | None = None
    assignee: Person = NOBODY
    organisation: str = ""
    tags: Sequence[str] = ()
    copied: Sequence[tuple[str, str]] = field(default=())
    told: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class Macro:
    """A text that is sent often. `owner` is whose alone it is, if it is."""

    id: str
    name: str
    body: str
    then: str = ""
    priority: int | None = None
    tags: Sequence[str] = ()
    owner: Person | None = None


def moment(value: object) -> datetime | None:
    """A time as the desks write it: ISO 8601, or seconds since 1970; None for anything else. Without an offset: UTC."""
    if isinstance(value, bool) or value in (None, ""):
        return None
    try:
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value, UTC)
        found = datetime.fromisoformat(str(value).strip().replace(" UTC", "+00:00"))
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def text(value: object) -> str:
    """A value as text that a database can hold; "" for none."""
    return "" if value is None else clean(str(value)).strip()


def identifier(value: object) -> str:
    """An id, whatever the desk writes it as; "" for none."""
    return "" if isinstance(value, bool | dict | list) else text(value)


def rows(value: object) -> list[Raw]:
    """The objects of a list, whatever else is in it."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def part(value: object) -> Raw:
    """An object; an empty one where there is something else."""
    return value if isinstance(value, dict) else {}


def words(value: object) -> list[str]:
    """A list's texts, of objects their names; a text alone is parted at commas."""
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list):
        return []
    named = (text(each.get("name")) if isinstance(each, dict) else text(each) for each in value)
    return [each for each in named if each]


def shown(label: object, value: object) -> str:
    """A line of the note, "" for a value that says nothing."""
    if isinstance(value, list):
        value = ", ".join(words(value))
    if value in (None, "", False) or isinstance(value, dict):
        return ""
    return f"{text(label)}: {' '.join(text(value).split())}"[:500]
