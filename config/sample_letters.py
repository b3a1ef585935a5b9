"""What customers and staff write, for databases that are filled to be measured. The sentences are in the JSON file."""

import json
from pathlib import Path
from random import Random
from typing import Any

_WORDS: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_suffix(".json").read_text())


def question(chance: Random, locale: str) -> str:
    """What somebody types as the first line, or into a search box."""
    asked: str = chance.choice(_WORDS[locale]["problems"])
    return asked


def letter(chance: Random, locale: str) -> str:
    """A letter from a customer, of four to seven sentences."""
    middle = chance.choices(("details", "problems"), (3, 1), k=chance.randint(1, 4))
    parts = ["openings", "problems", *middle, "wishes"]
    return _filled(chance, locale, [chance.choice(_WORDS[locale][part]) for part in parts])


def answer(chance: Random, locale: str) -> str:
    """An answer of two to five sentences."""
    return _filled(chance, locale, chance.choices(_WORDS[locale]["replies"], k=chance.randint(2, 5)))


def _filled(chance: Random, locale: str, sentences: list[str]) -> str:
    text = ("\n" if locale == "ja" else " ").join(sentences)
    if "{" not in text:
        return text
    words = _WORDS[locale]
    day = words["day"].format(month=chance.randint(1, 12), day=chance.randint(1, 28))
    number, amount = chance.randint(10_000, 999_999), chance.choice((10, 18, 20, 90, 100, 200, 1800, 3000))
    return text.format(day=day, amount=amount, number=number, place=chance.choice(words["places"]))
