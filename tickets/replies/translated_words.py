"""What people are told of a reply that a machine translated, in the language that it is in. No Django."""

import functools
import tomllib
from pathlib import Path


def line(locale: str) -> str:
    """The sentence; "" for a reply that nobody translated. In a language without one it is said in English."""
    if not locale:
        return ""
    known = _lines()
    return known.get(locale) or known["en"]


@functools.cache
def _lines() -> dict[str, str]:
    with Path(__file__).with_name("translated.toml").open("rb") as file:
        return dict(tomllib.load(file))
