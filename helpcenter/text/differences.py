"""Where two states of a form differ, field by field, as people compare texts. Pure: no Django, no clock."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: what stands in each state, and line by line what the other one takes away (-) and adds (+)."""

    label: str
    mine: str
    theirs: str
    lines: str


def differences(fields: Iterable[tuple[str, str, str]]) -> list[Difference]:
    """The fields, given as (label, mine, theirs), in which the two differ."""
    found = []
    for label, mine, theirs in fields:
        mine, theirs = _even(mine), _even(theirs)
        if mine != theirs:
            lines = difflib.unified_diff(mine.split("\n"), theirs.split("\n"), lineterm="", n=2)
            found.append(Difference(label, mine, theirs, "\n".join(list(lines)[2:])))
    return found


def _even(text: str) -> str:
    return text.replace("\r\n", "\n").rstrip()
