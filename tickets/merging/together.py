"""What staff are told before they merge several tickets into one of them. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tickets.merging import showing
from tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Going:
    """A ticket that is to go into the one that is kept, and why it can't ("" where it can)."""

    ticket: Ticket
    refused: str


def kept_of(tickets: Sequence[Ticket], reference: str) -> Ticket:
    """The one of this reference; else the first that isn't closed, or simply the first."""
    chosen = [row for row in tickets if row.reference == reference]
    return (chosen or [row for row in tickets if not row.is_closed] or list(tickets))[0]


def preview(tickets: Sequence[Ticket], kept: Ticket) -> dict[str, Any]:
    """Everything that staff are told before all others go into `kept`; those that can't stay out of it."""
    told = [(row, showing.preview(row, kept)) for row in tickets if row.pk != kept.pk]
    able = [(row, each) for row, each in told if not each["refused"]]
    return {
        "tickets": tickets,
        "kept": kept,
        "going": [Going(row, each["refused"]) for row, each in told],
        "able": [row for row, _each in able],
        "strangers": any(each["strangers"] for _row, each in able),
        "unproved": _once(each["unproved"] for _row, each in able if each["strangers"]),
        "organisations": _once(name for _row, each in able for name in each["organisations"]),
        "everybody": _once(address for _row, each in able for address in each["everybody"]),
        "moving": sum(each["moving"] for _row, each in able),
        "files": sum(each["files"] for _row, each in able),
    }


def _once(words: Any) -> list[str]:
    """Each word that isn't empty, once whatever its case, in the order in which they came."""
    found: dict[str, str] = {}
    for word in filter(None, words):
        found.setdefault(word.lower(), word)
    return list(found.values())
