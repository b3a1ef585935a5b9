"""The report's plots: which figures stand in each, and how its axis is cut."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language_bidi, gettext

from tickets.reporting import words
from tickets.reporting.reading import Figures
from tickets.reporting.spread import AGES, Spread
from web import plots

# Of how many minutes an axis of time may be: its quarters are times that one reads at once.
_HOUR, _DAY = 60, 1440
_TOPS = (4, 8, 20, 40, *(_HOUR * n for n in (1, 2, 4, 8, 12)), *(_DAY * n for n in (1, 2, 4, 8, 20, 40, 80, 200, 400)))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plot with its name and what it shows."""

    id: str
    title: str
    about: str
    plot: plots.Plot


def drawn(rows: Sequence[tuple[date, Figures]], *, by_week: bool) -> list[Drawn]:
    """Those that have something to show."""
    figures = [each for _day, each in rows]
    labels = [words.week(day) if by_week else words.day(day) for day, _figures in rows]
    made = [_volume(labels, figures), _backlog(labels, figures), *_times(labels, figures)]
    if any(each.promised for each in figures):
        made.append(_promises(labels, figures))
    if any(each.rated for each in figures):
        made.append(_ratings(labels, figures))
    return made


def _volume(labels: list[str], figures: list[Figures]) -> Drawn:
    named = (("opened", gettext("Opened")), ("solved", gettext("Solved")), ("reopened", gettext("Reopened")))
    series = [plots.Series(name, [getattr(each, field) for each in figures]) for field, name in named]
    about = gettext("Opened and reopened tickets come in, solved ones go out.")
    plot = plots.lines(labels, series, say=words.count, mirrored=get_language_bidi())
    return Drawn("plot-volume", gettext("Coming in and going out"), about, plot)


def _backlog(labels: list[str], figures: list[Figures]) -> Drawn:
    series = [
        plots.Series(words.age(place), [each.backlog[place] if each.backlog else None for each in figures])
        for place in range(len(AGES))
    ]
    about = gettext("Tickets that weren’t solved when the day or week ended, by how long ago they were opened.")
    plot = plots.stacked(labels, series, say=words.count, mirrored=get_language_bidi())
    return Drawn("plot-backlog", gettext("Open tickets by age"), about, plot)


def _times(labels: list[str], figures: list[Figures]) -> list[Drawn]:
    return [
        Drawn(
            "plot-first-reply",
            gettext("First response"),
            gettext("From the opening to the first reply, counted when it was sent. Nights and weekends count."),
            _spread(labels, [each.first_reply for each in figures]),
        ),
        Drawn(
            "plot-solved",
            gettext("Time to solve"),
            gettext("From the opening until it was solved, counted each time it was. Nights and weekends count."),
            _spread(labels, [each.to_solve for each in figures]),
        ),
    ]


def _spread(labels: list[str], spreads: list[Spread]) -> plots.Plot:
    series = [
        plots.Series(gettext("Median: half of them took at most"), [each.median for each in spreads]),
        plots.Series(gettext("Nine of ten took at most"), [each.p90 for each in spreads]),
    ]
    most = max((value for each in series for value in each.values if value is not None), default=0)
    top = next((top for top in _TOPS if top >= most), most)
    return plots.lines(labels, series, say=words.took, top=float(top), mirrored=get_language_bidi())


def _promises(labels: list[str], figures: list[Figures]) -> Drawn:
    about = gettext("Of the promised times that ended, those that were kept. A gap is where there were too few.")
    plot = _shares(labels, gettext("Kept"), [(each.kept, each.promised) for each in figures])
    return Drawn("plot-promises", gettext("Promises kept"), about, plot)


def _ratings(labels: list[str], figures: list[Figures]) -> Drawn:
    about = gettext("Of those who answered, who said that our help was good. A gap is where too few answered.")
    plot = _shares(labels, gettext("Good"), [(each.rated_good, each.rated) for each in figures])
    return Drawn("plot-ratings", gettext("Satisfied"), about, plot)


def _shares(labels: list[str], name: str, parts: list[tuple[int, int]]) -> plots.Plot:
    values = [part / whole if whole >= words.FEW else None for part, whole in parts]
    say: Callable[[float], str] = words.percent
    return plots.lines(labels, [plots.Series(name, values)], say=say, top=1, mirrored=get_language_bidi())
