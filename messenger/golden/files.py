"""Golden questions as lines of JSON, the same as bench/fin/README.md describes. No database."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext

from helpcenter.numbers import LARGEST_NUMBER
from messenger.fin.evaluation import Case, case_of


class BadLineError(Exception):
    """A line that says no question. `number` counts from 1; the text is for who wrote it."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(reason)
        self.number, self.reason = number, reason


def read_lines(text: str) -> Iterator[tuple[int, Case | BadLineError]]:
    """Each line that isn't empty, by its number: the question, or what is wrong with it."""
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), start=1):
        if line.strip():
            try:
                yield number, _checked(case_of({"id": "", **json.loads(line)}))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                yield number, BadLineError(number, _reason(error))


def _checked(case: Case) -> Case:
    """The same, when each of its values is of its kind. Raises TypeError."""
    words = all(isinstance(each, str) and "\0" not in each for each in (case.text, case.locale, case.section))
    if not words or not (case.expected or case.articles):
        raise TypeError
    if not all(type(number) is int and 0 < number <= LARGEST_NUMBER for number in case.articles):
        raise TypeError
    return case


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return gettext("This isn't a line of JSON.")
    if isinstance(error, KeyError):
        return gettext("“%(name)s” is missing.") % {"name": error.args[0]}
    if isinstance(error, ValueError):
        return gettext("Only “abstain”, “handover” or an article can be expected, by one of the known people.")
    return gettext("This isn't a question as the format has it.")


def written(cases: Iterable[Case]) -> str:
    """The lines of these questions, each ending in a newline."""
    return "".join(json.dumps(_row(case), ensure_ascii=False) + "\n" for case in cases)


def _row(case: Case) -> dict[str, Any]:
    row: dict[str, Any] = {"id": case.id, "locale": case.locale, "text": case.text, "expect": case.expected}
    if not case.expected:
        only = len(case.articles) == 1
        row["expect"] = {"article": case.articles[0] if only else list(case.articles)}
        if case.section:
            row["expect"]["section"] = case.section
    return row if case.who == "anonymous" else row | {"as": case.who}
