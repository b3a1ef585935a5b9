"""The places in a macro that a ticket fills: which there are, where a text goes wrong, the text filled in. No Django.

`{{ person.first_name }}` is the name; `{{ person.first_name | there }}` says “there” where no name is known. The list
is closed: what isn't on it is refused when the text is saved, never when it is sent.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Variable(StrEnum):
    """What a text may ask for."""

    PERSON_NAME = "person.name"
    PERSON_FIRST_NAME = "person.first_name"
    PERSON_EMAIL = "person.email"
    TICKET_REFERENCE = "ticket.reference"
    TICKET_SUBJECT = "ticket.subject"
    TICKET_TOPIC = "ticket.topic"
    TICKET_PLAN = "ticket.plan"
    AGENT_NAME = "agent.name"
    AGENT_FIRST_NAME = "agent.first_name"
    TEAM_NAME = "team.name"


class Wrong(StrEnum):
    """How a place can be wrong."""

    UNKNOWN = "unknown"
    UNCLOSED = "unclosed"
    STRAY = "stray"


@dataclass(frozen=True, slots=True)
class Problem:
    """A place that is wrong: which line, which letter of it (both from 1), and what stands there."""

    wrong: Wrong
    line: int
    column: int
    words: str


# A place, or a pair of braces that belongs to none. A place stays on its line.
_BRACES = re.compile(r"\{\{(?P<inside>[^{}\n]*)\}\}|\{\{|\}\}")
_LONGEST_SHOWN = 40


def problems(text: str) -> list[Problem]:
    """Every wrong place, in order; empty when the text may be saved."""
    found = []
    for match in _BRACES.finditer(text):
        wrong = _wrong(match)
        if wrong is not None:
            line, column = _position(text, match.start())
            found.append(Problem(wrong, line, column, _shown(text, match)))
    return found


def used_in(text: str) -> set[Variable]:
    """The variables that the text asks for."""
    names = {_parts(match["inside"])[0] for match in _BRACES.finditer(text) if match["inside"] is not None}
    return {Variable(name) for name in names if name in set(Variable)}


def filled(text: str, values: Mapping[Variable, str]) -> str:
    """The text with what each place asks for, or what it says instead where that is empty.

    A place that isn't on the list stays as it stands: whoever sends the text sees it. What is filled in isn't read
    again.
    """
    return _BRACES.sub(lambda match: _filling(match, values), text)


def _filling(match: re.Match[str], values: Mapping[Variable, str]) -> str:
    if match["inside"] is None:
        return match[0]
    name, instead = _parts(match["inside"])
    if name not in set(Variable):
        return match[0]
    # One line: a name with a line break in it would make a letter of its own.
    return " ".join(values.get(Variable(name), "").split()) or instead


def _parts(inside: str) -> tuple[str, str]:
    """The name, and what to say where it is empty."""
    name, _bar, instead = inside.partition("|")
    return name.strip(), instead.strip()


def _wrong(match: re.Match[str]) -> Wrong | None:
    if match["inside"] is not None:
        return None if _parts(match["inside"])[0] in set(Variable) else Wrong.UNKNOWN
    return Wrong.UNCLOSED if match[0] == "{{" else Wrong.STRAY


def _position(text: str, at: int) -> tuple[int, int]:
    before = text[:at]
    return before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1


def _shown(text: str, match: re.Match[str]) -> str:
    if match["inside"] is not None:
        return _parts(match["inside"])[0][:_LONGEST_SHOWN]
    return text[match.start() :].split("\n", 1)[0][:_LONGEST_SHOWN]
