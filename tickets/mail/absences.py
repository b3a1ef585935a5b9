"""What automatic replies are known by where no header tells, and until when somebody is away. No Django, no clock."""

import functools
import re
import tomllib
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

from babel.dates import get_month_names

_LOCALES = ("en", "ja", "fr", "de", "es", "pt", "it", "id", "ko", "ru", "zh_Hans", "zh_Hant", "ar")
# What is read of a text, and so near a word and its day stand together.
_READ, _NEAR = 3_000, 60
_LONGEST_DAYS = 730
# May stand between a day and the word behind it.
_WEEKDAYS = " ()月火水木金土日월화수목금토일周週一二三四五六"
_ISO = re.compile(r"\b(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})\b")
_EASTERN = re.compile(r"(?:(20\d\d)\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_NUMBERS = re.compile(r"(?<![\d.])(\d{1,2})([./-])(\d{1,2})(?:\2(20\d\d|\d\d)|\.)?(?!\d)")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:\.|º|er|st|nd|rd|th|-го)?\s+(?:of\s+|de\s+|di\s+)?([^\W\d_]{3,12})\.?"
    r"(?:,?\s+(?:de\s+)?(20\d\d))?"
)
_MONTH_DAY = re.compile(r"(?<!\w)([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(20\d\d))?")


@functools.cache
def _words() -> dict[str, dict[str, Any]]:
    with (Path(__file__).parent / "automatic.toml").open("rb") as file:
        return tomllib.load(file)


def is_automatic_subject(subject: str) -> bool:
    """Whether it begins as machines begin: with their words alone, or with these before a colon."""
    said = " ".join(subject.lower().split())
    begins = re.split(r"\s?[:：]|\s[-–—]\s", said, maxsplit=1)[0].strip(" []【】()（）")
    return begins in _subjects()


@functools.cache
def _subjects() -> frozenset[str]:
    return frozenset(word for each in _words().values() for word in each["subjects"])


def returns_on(text: str, sent: date | None) -> date | None:
    """The day that the text names for being back or as the last one away, or None where it doesn't or isn't clear.

    `sent` is when it was written: the day comes after it, and stands in for a year that isn't told.
    """
    said = unicodedata.normalize("NFKC", text[:_READ]).lower()
    for at, end, day in sorted(_days(said, sent), key=lambda each: each[:2]):
        before, behind = said[max(0, at - _NEAR) : at], said[end : end + 12].lstrip(_WEEKDAYS)
        if day is not None and (_before().search(before) or behind.startswith(_after())):
            return day
    return None


@functools.cache
def _before() -> re.Pattern[str]:
    words = sorted({word for each in _words().values() for word in each["until"]}, key=len, reverse=True)
    joined = "|".join(re.escape(word) for word in words)
    # Between the word and its day a weekday and an article at most.
    return re.compile(rf"(?:(?<!\w)|(?<=[^\x00-\x7f]))(?:{joined})[\s,:]*(?:[^\W\d_]{{1,14}}[.,]?\s+){{0,3}}$")


@functools.cache
def _after() -> tuple[str, ...]:
    return tuple(word for each in _words().values() for word in each["after"])


@functools.cache
def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for locale in _LOCALES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale).items():
                    found.setdefault(unicodedata.normalize("NFKC", name).lower().strip("."), number)
    return found


def _days(said: str, sent: date | None) -> list[tuple[int, int, date | None]]:
    """Where in the text a day stands, and which; None for one that may be two."""
    found: list[tuple[int, int, date | None]] = []
    for match in _ISO.finditer(said):
        found.append((match.start(), match.end(), _day(match[1], match[2], match[3], sent)))
    for match in _EASTERN.finditer(said):
        found.append((match.start(), match.end(), _day(match[1], match[2], match[3], sent)))
    for match in _DAY_MONTH.finditer(said):
        if month := _months().get(match[2]):
            found.append((match.start(), match.end(), _day(match[3], month, match[1], sent)))
    for match in _MONTH_DAY.finditer(said):
        if month := _months().get(match[1]):
            found.append((match.start(), match.end(), _day(match[3], month, match[2], sent)))
    taken = [(start, end) for start, end, _ in found]
    for match in _NUMBERS.finditer(said):
        if any(start <= match.start() < end for start, end in taken):
            continue
        one, other = int(match[1]), int(match[3])
        # With dots the day comes first, everywhere; with strokes nobody knows unless only one way is a day.
        is_clear = match[2] == "." or one > 12 or other > 12 or one == other
        day, month = (one, other) if match[2] == "." or one > 12 or other <= 12 else (other, one)
        year = match[4] if match[4] is None or len(match[4]) == 4 else f"20{match[4]}"
        found.append((match.start(), match.end(), _day(year, month, day, sent) if is_clear else None))
    return found


def _day(year: str | None, month: str | int, day: str | int, sent: date | None) -> date | None:
    if not year and sent is None:
        return None
    years = [int(year)] if year else [sent.year, sent.year + 1] if sent else []
    for each in years:
        try:
            found = date(each, int(month), int(day))
        except ValueError:
            continue
        if sent is None or 0 <= (found - sent).days <= _LONGEST_DAYS:
            return found
    return None
