"""Which language's row a reader is shown when there are several. Knows no model."""

import functools
from collections.abc import Iterable
from typing import Protocol

from django.conf import settings
from django.db.models import Case, IntegerField, Value, When


class InALanguage(Protocol):
    """A row in one language."""

    locale: str


def rank(row_locale: str, locale: str) -> int:
    """How far a row's language is from a reader of `locale`: theirs, a near relative, the default, any other."""
    if row_locale == locale:
        return 0
    if row_locale.startswith(locale.partition("-")[0]):
        return 1
    return 2 if row_locale == settings.LANGUAGE_CODE else 3


def best[Row: InALanguage](rows: Iterable[Row], locale: str) -> Row | None:
    """Of one thing's rows in several languages the one to show; None when there is none."""
    return min(rows, key=lambda row: (rank(row.locale, locale), row.locale), default=None)


@functools.cache
def preference(locale: str) -> Case:
    """The same in SQL, for lists of many things: orders rows so that the one to show comes first."""
    return Case(
        When(locale=locale, then=Value(0)),
        When(locale__startswith=locale.partition("-")[0], then=Value(1)),
        When(locale=settings.LANGUAGE_CODE, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
