"""What Fin says in its own words, in every language of the site. No Django, no database.

Fin quotes articles; these are the few sentences around the quotes. None of them claims that something was done.
"""

import functools
import tomllib
from pathlib import Path
from string import Formatter

from messenger.fin.languages import LOCALES

# Each sentence and what is filled into it.
SLOTS: dict[str, frozenset[str]] = {
    "nothing_found": frozenset(),
    "may_help": frozenset(),
    "clarify": frozenset(),
    "or_did_you_mean": frozenset(),
    "handing_over": frozenset(),
    "for_people": frozenset(),
    "no_human_route": frozenset({"reason", "what_you_can_do"}),
    "greeting": frozenset(),
    "thanks": frozenset(),
    "who_are_you": frozenset(),
    "small_talk": frozenset(),
    "risk": frozenset(),
    "article_in_other_language": frozenset({"language"}),
    "quoted_from": frozenset({"title"}),
    "instead_ask_owner": frozenset(),
    "instead_ask_admin": frozenset(),
    "instead_sign_in": frozenset(),
    "instead_ask_again": frozenset(),
    "route_cant_log_in": frozenset(),
    "route_reports": frozenset(),
    "route_reach": frozenset(),
}

_FOLDER = Path(__file__).parent / "phrases"


def say(key: str, locale: str, **slots: str) -> str:
    """The sentence in that language, or in English for one that the site doesn't have.

    Raises KeyError for a sentence that there isn't, and TypeError when other slots are given than it has.
    """
    if set(slots) != SLOTS[key]:
        raise TypeError(f"{key} takes {sorted(SLOTS[key])}, not {sorted(slots)}")
    return phrases(locale if locale in LOCALES else "en")[key].format(**slots).strip()


def slots_in(sentence: str) -> frozenset[str]:
    """The names of the slots that stand in a sentence."""
    return frozenset(name for _text, name, _spec, _conversion in Formatter().parse(sentence) if name)


@functools.cache
def phrases(locale: str) -> dict[str, str]:
    """All sentences of a language."""
    with (_FOLDER / f"{locale}.toml").open("rb") as file:
        return tomllib.load(file)
