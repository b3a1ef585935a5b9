"""The report's tables, on the page and as CSV: a row for each week, language, topic, audience or article."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from messenger.fin.report import reading, words
from messenger.fin.report.reading import Chosen, Figures, OfArticle
from tickets.labels import RULES
from web import sheets


@dataclass(frozen=True, slots=True)
class Cell:
    """A share, or "", and the number that it is."""

    count: str
    share: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table. `href` leads to the answers behind it, `also` to the article itself; "" is no link."""

    label: str
    cells: tuple[Cell, ...]
    href: str = ""
    also: str = ""
    locale: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the page."""

    key: str
    heading: str
    first: str
    columns: tuple[str, ...]
    lines: list[Line]


_COLUMNS: tuple[tuple[Any, Callable[[Figures], Cell]], ...] = (
    (_("Asked"), lambda row: Cell(words.count(row.asked))),
    (_("Fin answered"), lambda row: _cell(row.involved, row.involvement)),
    (_("Confirmed"), lambda row: _cell(row.confirmed, row.confirmation)),
    (_("Assumed"), lambda row: _cell(row.assumed, row.assumption)),
    (_("Unresolved"), lambda row: _cell(row.unresolved, row.unresolved / row.involved if row.involved else None)),
    (_("Handed over"), lambda row: _cell(row.handed_over, row.handover)),
    (_("Found nothing"), lambda row: _cell(row.nothing, row.abstention)),
)
_ARTICLE_COLUMNS: tuple[tuple[Any, str], ...] = (
    (_("Answers"), "answers"),
    (_("Confirmed"), "confirmed"),
    (_("Assumed"), "assumed"),
    (_("Unresolved"), "unresolved"),
    (_("Asked on"), "asked_on"),
    (_("Handed over"), "handed_over"),
)
_CSV_COLUMNS: tuple[tuple[Any, str], ...] = (
    (_("Conversations"), "conversations"),
    (_("Tickets by other ways"), "others"),
    (_("Fin answered"), "involved"),
    (_("Confirmed"), "confirmed"),
    (_("Assumed"), "assumed"),
    (_("Unresolved"), "unresolved"),
    (_("Still open"), "open"),
    (_("Handed over"), "handed_over"),
    (_("Answers"), "answers"),
    (_("Answered from an article"), "quote"),
    (_("Said who reaches what"), "reach"),
    (_("Asked which article is meant"), "clarify"),
    (_("Found nothing"), "nothing"),
    (_("Showed the way onward"), "onward"),
    (_("Written by a model"), "written"),
    (_("Tokens"), "tokens"),
    (_("Cost in millionths"), "micros"),
)
KEYS = ("weeks", "locales", "topics", "audiences", "articles")
_DIMENSION = {"locales": "locale", "topics": "topic", "audiences": "rule"}


def tables(chosen: Chosen, topics: dict[str, str]) -> list[Table]:
    """Those of the page, but the weeks: they stand below the plots."""
    columns = tuple(str(name) for name, _cell_of in _COLUMNS)
    found = [
        Table(
            key,
            str(words.HEADINGS[key]),
            str(words.FIRST_COLUMN[key]),
            columns,
            [
                Line(
                    _label(dimension, value, topics),
                    tuple(cell_of(row) for _name, cell_of in _COLUMNS),
                    _log(chosen, **{dimension: value}) if value and row.involved else "",
                )
                for value, row in reading.by(dimension, chosen)
            ],
        )
        for key, dimension in _DIMENSION.items()
    ]
    return [*found, _of_articles(chosen)]


def as_csv(key: str, chosen: Chosen, topics: dict[str, str]) -> str:
    """One table, whole."""
    first = str(words.FIRST_COLUMN[key])
    if key == "articles":
        head = [gettext("Number"), first, *(str(name) for name, _field in _ARTICLE_COLUMNS)]
        return sheets.as_csv([head, *(_of_article(article) for article in reading.by_article(chosen))])
    rows = [
        [label, *(getattr(row, field) for _name, field in _CSV_COLUMNS)]
        for label, row in _csv_rows(key, chosen, topics)
    ]
    return sheets.as_csv([[first, *(str(name) for name, _field in _CSV_COLUMNS)], *rows])


def _of_article(article: OfArticle) -> list[object]:
    counts = (getattr(article, field) for _name, field in _ARTICLE_COLUMNS)
    return [article.number, article.title, *counts]


def _csv_rows(key: str, chosen: Chosen, topics: dict[str, str]) -> Sequence[tuple[str, Figures]]:
    if key == "weeks":
        return [(monday.isoformat(), row) for monday, row in reading.by_week(chosen)]
    dimension = _DIMENSION[key]
    return [(_label(dimension, value, topics), row) for value, row in reading.by(dimension, chosen)]


def _of_articles(chosen: Chosen) -> Table:
    lines = [
        Line(
            article.title or gettext("Article %(number)s, which is gone") % {"number": article.number},
            tuple(
                _cell(number := getattr(article, field), None if field == "answers" else number / article.answers)
                for _name, field in _ARTICLE_COLUMNS
            ),
            _log(chosen, article=str(article.number)),
            _article(article),
            article.locale,
        )
        for article in reading.by_article(chosen)
    ]
    columns = tuple(str(name) for name, _field in _ARTICLE_COLUMNS)
    return Table("articles", str(words.HEADINGS["articles"]), str(words.FIRST_COLUMN["articles"]), columns, lines)


def _cell(number: int, share: float | None) -> Cell:
    return Cell(words.count(number), words.percent(share) if share is not None else "")


def _label(dimension: str, value: str, topics: dict[str, str]) -> str:
    if not value:
        return gettext("Not known") if dimension == "rule" else gettext("None")
    if dimension == "locale":
        return words.language(value)
    named: dict[str, Any] = {**topics} if dimension == "topic" else {**RULES}
    return str(named.get(value, value))


def _log(chosen: Chosen, **only: str) -> str:
    """The log of answers, of the same days and filters."""
    asked = QueryDict(mutable=True)
    asked.update({name: value for name, value in {**chosen.only, **only}.items() if value})
    asked["created_at__gte"], asked["created_at__lt"] = reading.days_as_asked(chosen)
    return f"{reverse('admin:messenger_finanswer_changelist')}?{asked.urlencode()}"


def _article(article: OfArticle) -> str:
    """Where the article is edited."""
    return reverse("admin:helpcenter_translation_change", args=[article.pk]) if article.pk else ""
