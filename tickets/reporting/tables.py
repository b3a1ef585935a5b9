"""The report's cards and tables, on the page and as CSV."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tickets.reporting import words
from tickets.reporting.links import queue_of, ratings_of
from tickets.reporting.names import Names
from tickets.reporting.reading import Chosen, Figures
from tickets.reporting.spread import AGES
from web import sheets


@dataclass(frozen=True, slots=True)
class Card:
    """One figure: what it is made of, what it was before, and a sentence that says what it means."""

    name: str
    value: str
    beside: str
    before: str
    meaning: str
    href: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table; `href` leads to its open tickets, "" is no link."""

    label: str
    cells: tuple[str, ...]
    href: str = ""


def cards(now: Figures, before: Figures, chosen: Chosen) -> list[Card]:
    """The figures at the top of the page; promises only where some are kept track of."""
    made = [
        _volume("opened", gettext("Opened"), gettext("Tickets by messenger, forms and email."), now, before),
        _volume("solved", gettext("Solved"), gettext("A ticket counts each time that it is."), now, before),
        Card(
            gettext("Reopened"),
            words.count(now.reopened),
            _of_solved(now),
            words.count(before.reopened),
            gettext("Solved tickets on which the customer wrote again, or that somebody took up."),
        ),
        _open(now, before, chosen),
        _time(gettext("First response"), now.first_reply, before.first_reply),
        _time(gettext("Time to solve"), now.to_solve, before.to_solve),
        Card(
            gettext("Replies per ticket"),
            words.decimal(now.replies_each),
            "",
            words.decimal(before.replies_each),
            gettext("How many replies a ticket had when it was solved, on the average."),
        ),
        Card(
            gettext("Satisfied"),
            words.share(now.rated_good, now.rated),
            words.part_of(now.rated_good, now.rated) if now.rated >= words.FEW else "",
            words.share(before.rated_good, before.rated),
            gettext("Of those who answered, who said that our help was good."),
            ratings_of(chosen) if now.rated else "",
        ),
    ]
    return made if not (now.promised or before.promised) else [*made, _promises(now, before)]


def _volume(field: str, name: str, meaning: str, now: Figures, before: Figures) -> Card:
    value, was = getattr(now, field), getattr(before, field)
    return Card(name, words.count(value), "", words.count(was), meaning, change=words.change(value, was))


def _of_solved(now: Figures) -> str:
    share = words.percent(now.reopened / now.solved) if now.solved >= words.FEW else ""
    return gettext("%(share)s of those solved") % {"share": share} if share else ""


def _open(now: Figures, before: Figures, chosen: Chosen) -> Card:
    return Card(
        gettext("Open tickets"),
        words.NONE if now.open is None else words.count(now.open),
        gettext("%(count)s for a week or longer") % {"count": words.count(sum(now.backlog[3:]))} if now.open else "",
        words.NONE if before.open is None else words.count(before.open),
        gettext("Not solved when the last day ended, or now."),
        queue_of(chosen.only) if now.open else "",
    )


def _time(name: str, now: Any, before: Any) -> Card:
    late = gettext("nine of ten: %(time)s") % {"time": words.took(now.p90)} if now.tickets >= words.FEW else ""
    return Card(
        name,
        words.took(now.median),
        late,
        words.took(before.median),
        gettext("The median of %(count)s tickets.") % {"count": words.count(now.tickets)},
    )


def _promises(now: Figures, before: Figures) -> Card:
    return Card(
        gettext("Promises kept"),
        words.share(now.kept, now.promised),
        words.part_of(now.kept, now.promised) if now.promised >= words.FEW else "",
        words.share(before.kept, before.promised),
        gettext("Of the promised times that ended, those in which we did what we promised."),
    )


_COLUMNS: tuple[tuple[Any, Callable[[Figures], str]], ...] = (
    (_("Opened"), lambda row: words.count(row.opened)),
    (_("Solved"), lambda row: words.count(row.solved)),
    (_("Reopened"), lambda row: words.count(row.reopened)),
    (_("Open"), lambda row: words.NONE if row.open is None else words.count(row.open)),
    (_("Replies"), lambda row: words.count(row.replies)),
    (_("First response"), lambda row: words.took(row.first_reply.median)),
    (_("Time to solve"), lambda row: words.took(row.to_solve.median)),
    (_("Replies per ticket"), lambda row: words.decimal(row.replies_each)),
    (_("Satisfied"), lambda row: words.share(row.rated_good, row.rated)),
)
_KEPT: tuple[Any, Callable[[Figures], str]] = (
    _("Promises kept"),
    lambda row: words.share(row.kept, row.promised),
)


def columns(rows: Sequence[tuple[Any, Figures]]) -> tuple[tuple[Any, Callable[[Figures], str]], ...]:
    """Those of the table; promises only where there were any."""
    return (*_COLUMNS, _KEPT) if any(row.promised for _value, row in rows) else _COLUMNS


def lines(dimension: str, rows: Sequence[tuple[int | str, Figures]], chosen: Chosen, names: Names) -> list[Line]:
    """The rows of the table by this dimension."""
    shown = columns(rows)
    return [
        Line(
            names.label(dimension, value),
            tuple(cell(row) for _name, cell in shown),
            queue_of({**chosen.only, dimension: value}) if row.open else "",
        )
        for value, row in rows
    ]


# Plain numbers, for who goes on counting.
_SHEET: tuple[tuple[Any, Callable[[Figures], object]], ...] = (
    (_("Opened"), lambda row: row.opened),
    (_("Solved"), lambda row: row.solved),
    (_("Reopened"), lambda row: row.reopened),
    (_("Replies"), lambda row: row.replies),
    (_("Replies on solved tickets"), lambda row: row.replies_to_solved),
    (_("First responses"), lambda row: row.first_reply.tickets),
    (_("First response: median in minutes"), lambda row: _minutes(row.first_reply.median)),
    (_("First response: nine of ten, in minutes"), lambda row: _minutes(row.first_reply.p90)),
    (_("Time to solve: median in minutes"), lambda row: _minutes(row.to_solve.median)),
    (_("Time to solve: nine of ten, in minutes"), lambda row: _minutes(row.to_solve.p90)),
    (_("Rated good"), lambda row: row.rated_good),
    (_("Rated not good"), lambda row: row.rated_bad),
    (_("Promises kept"), lambda row: row.kept),
    (_("Promises not kept"), lambda row: row.missed),
)


def sheet(first: str, rows: Sequence[tuple[str, Figures]]) -> str:
    """A table as CSV, a row each."""
    head = [str(words.FIRST_COLUMN[first]), *(str(name) for name, _cell in _SHEET)]
    head += [gettext("Open: %(age)s") % {"age": words.age(place)} for place in range(len(AGES))]
    return sheets.as_csv([head, *([label, *_cells(row)] for label, row in rows)])


def _cells(row: Figures) -> list[object]:
    return [*(cell(row) for _name, cell in _SHEET), *(row.backlog or [""] * len(AGES))]


def _minutes(value: float | None) -> object:
    return "" if value is None else round(value)


def by_time(rows: Sequence[tuple[date, Figures]]) -> list[tuple[str, Figures]]:
    return [(day.isoformat(), row) for day, row in rows]
