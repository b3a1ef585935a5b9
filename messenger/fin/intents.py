"""What people may want of Fin beside an answer, as editors wrote it down, a file a language. No Django, no database."""

import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from messenger.fin.languages import LOCALES
from messenger.fin.wording import even, pattern

# The order is that in which they matter.
NAMES = (
    "risk",
    "human",
    "abuse",
    "anger",
    "cannot_log_in",
    "refund",
    "cancel",
    "delete",
    "export",
    "who_are_you",
    "thanks",
    "greeting",
    "small_talk",
)
# What asks for no article.
SOCIAL = frozenset({"who_are_you", "thanks", "greeting", "small_talk"})
# Examples of ordinary questions, which keep the others from claiming them.
ORDINARY = "ordinary"
# Stands where words were taken out, so that what stood around them doesn't become neighbours.
GAP = " \u2022 "

_FOLDER = Path(__file__).parent / "intents"
_EDGE = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class Intent:
    """How people say one thing in one language."""

    name: str
    phrases: re.Pattern[str]
    only: re.Pattern[str]
    vetoes: re.Pattern[str]
    examples: tuple[str, ...]
    # Further examples, in words that no rule looks for.
    roundabout: tuple[str, ...] = ()

    def without_vetoes(self, sentence: str) -> str:
        """The sentence without what looks like the intent and isn't."""
        return self.vetoes.sub(GAP, sentence)


@dataclass(frozen=True, slots=True)
class Wording:
    """All that is known of one language."""

    locale: str
    intents: dict[str, Intent]
    fillers: re.Pattern[str]

    def bare(self, sentence: str) -> str:
        """The sentence without the words that say nothing."""
        return " ".join(_EDGE.sub("", self.fillers.sub(" ", sentence)).split())


@functools.cache
def wording(locale: str) -> Wording:
    """How people say things in a language; raises FileNotFoundError for one that the site doesn't have."""
    with (_FOLDER / f"{locale}.toml").open("rb") as file:
        tables = tomllib.load(file)
    fillers = pattern(sorted(tables.pop("fillers"), key=len, reverse=True))
    return Wording(locale, {name: _intent(name, table) for name, table in tables.items()}, fillers)


@functools.cache
def only_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What means a person when it is all that somebody writes, in whatever language the page is."""
    return tuple((locale, wording(locale).intents["human"].only) for locale in LOCALES)


def _intent(name: str, table: dict[str, list[str]]) -> Intent:
    examples = tuple(table["examples"])
    only, phrases, vetoes = (pattern(table.get(key, [])) for key in ("only", "phrases", "not"))
    roundabout = tuple(dict.fromkeys(table.get("roundabout", [])))
    return Intent(name, phrases, only, vetoes, tuple(dict.fromkeys(examples)), roundabout)


def is_all(only: re.Pattern[str], sentence: str, bare: str) -> bool:
    """Whether the sentence, or what it is without fillers, is one of these and nothing else."""
    return any(only.fullmatch(each) is not None for each in {_EDGE.sub("", even(sentence)), bare} if each)


def more_ordinary() -> tuple[str, ...]:
    """What customers ask of articles, in any language: further examples of ordinary questions."""
    return tuple(_more()["examples"])


def no_wishes() -> tuple[str, ...]:
    """What comes near to a wish for a person and is none, in any language."""
    return tuple(_more()["no_wishes"])


@functools.cache
def _more() -> dict[str, list[str]]:
    with (_FOLDER.parent / "ordinary.toml").open("rb") as file:
        return tomllib.load(file)
