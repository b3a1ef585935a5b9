"""What somebody types into the search, taken apart: `from:marta -status:closed "gold button" HC-…`. Pure: no Django.

A word with a colon that isn't one of KEYS is text like any other: people paste errors, times and addresses.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

# Each word before a colon, with an example of what follows. What it means is told in desk.searching.
KEYS: Mapping[str, str] = {
    "from": "from:marta@example.com",
    "to": "to:marta@example.com",
    "topic": "topic:billing",
    "assignee": "assignee:me",
    "team": "team:billing",
    "status": "status:open",
    "priority": "priority:urgent",
    "language": "language:ja",
    "plan": "plan:pro",
    "product": "product:console",
    "role": "role:owner",
    "domain": "domain:claude",
    "tag": "tag:refund",
    "created": "created:2026-11",
    "updated": "updated:7d",
    "sla": "sla:breached",
}
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "「": "」", "『": "』"}
_OPENING, _CLOSING = "".join(_QUOTES), "".join(set(_QUOTES.values()))
_QUOTED = "|".join(f"{opening}(?:[^{closing}]*){closing}" for opening, closing in _QUOTES.items())
_TOKEN = re.compile(rf"(?:(?P<key>-?[A-Za-z]+)[:：](?!//))?(?:(?P<quoted>{_QUOTED})|(?P<bare>\S*))")
# More parts than this say nothing more.
_MOST = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """What is searched: loose words, texts that must stand there as they are, and conditions by key."""

    words: str = ""
    phrases: tuple[str, ...] = ()
    conditions: tuple[tuple[str, str], ...] = ()
    # Keys that were likely meant: what was typed, and the one it looks like.
    meant: tuple[tuple[str, str], ...] = ()
    # Conditions that mustn't be met: those with a "-" before them.
    excluded: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """Everything that must stand on a ticket, quoted or not."""
        return " ".join([*([self.words] if self.words else []), *self.phrases])


def parse(typed: str) -> Asked:
    """Takes apart anything; what makes no sense is loose words."""
    words: list[str] = []
    phrases: list[str] = []
    conditions: list[tuple[str, str]] = []
    excluded: list[tuple[str, str]] = []
    meant: list[tuple[str, str]] = []
    for token in [found for found in _TOKEN.finditer(typed) if found.group().strip()][:_MOST]:
        key = (token["key"] or "").lower()
        quoted, bare = token["quoted"], token["bare"] or ""
        value = quoted[1:-1].strip() if quoted else bare.strip(_OPENING + _CLOSING)
        if key.removeprefix("-") in KEYS:
            (excluded if key.startswith("-") else conditions).append((key.removeprefix("-"), value))
        elif key or not quoted:
            words.append(f"{token['key']}:{value}" if key else value)
            meant += (
                [(key, like) for like in get_close_matches(key.removeprefix("-"), KEYS, 1, 0.7)]
                if key and value
                else []
            )
        elif value:
            phrases.append(value)
    return Asked(" ".join(filter(None, words)), tuple(phrases), tuple(conditions), tuple(meant), tuple(excluded))
