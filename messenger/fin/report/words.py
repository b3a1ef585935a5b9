"""The report's figures in words: what each one means, how numbers are written, what its plots and tables are called."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language_bidi, gettext
from django.utils.translation import gettext_lazy as _

from messenger.fin.report.reading import Figures
from web import plots

FIRST_COLUMN = {
    "weeks": _("Week of"),
    "locales": _("Language"),
    "topics": _("Topic"),
    "audiences": _("Audience"),
    "articles": _("Article"),
}
HEADINGS = {
    "locales": _("By language"),
    "topics": _("By topic"),
    "audiences": _("By audience"),
    "articles": _("By article"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with what it is made of, and a sentence that says what it means."""

    name: str
    value: str
    of: str
    meaning: str


def count(value: float) -> str:
    return number_format(round(value), force_grouping=True)


def percent(share: float | None) -> str:
    """A share from 0 to 1; "–" where there is none."""
    if share is None:
        return "–"
    places = 0 if share in (0, 1) or share >= 0.1 else 1
    return gettext("%(number)s%%") % {"number": number_format(round(100 * share, places), places)}


def language(code: str) -> str:
    """A language by its own name; people ask in more of them than the site has."""
    known = LANG_INFO.get(code, {})
    return str(dict(settings.LANGUAGES).get(code) or known.get("name_local") or code)


def week(monday: date) -> str:
    return date_format(monday, "SHORT_DATE_FORMAT")


def headline(sums: Figures) -> list[Figure]:
    """The figures at the top of the page."""
    return [
        Figure(
            gettext("Involvement"),
            percent(sums.involvement),
            _of(sums.involved, sums.asked),
            gettext("Of all who asked (conversations, and tickets by form or email), those whom Fin answered."),
        ),
        Figure(
            gettext("Confirmed resolution"),
            percent(sums.confirmation),
            _of(sums.confirmed, sums.involved),
            gettext("Of the conversations that Fin answered in, those whose last answer the person said helped."),
        ),
        Figure(
            gettext("Assumed resolution"),
            percent(sums.assumption),
            _of(sums.assumed, sums.involved),
            gettext("Those that were left quietly after an answer: no yes, no no, no further question and no ticket."),
        ),
        Figure(
            gettext("Handover"),
            percent(sums.handover),
            _of(sums.handed_over, sums.involved),
            gettext("Those that became a ticket of the Product Support team."),
        ),
        Figure(
            gettext("Abstention"),
            percent(sums.abstention),
            _of(sums.nothing, sums.answers),
            gettext(
                "Of Fin’s answers to questions, those that say it found nothing. Thanks and greetings don’t count."
            ),
        ),
    ]


def drawn(weeks: Sequence[tuple[date, Figures]]) -> list[tuple[str, str, str, plots.Plot]]:
    """(id, title, what it shows, the plot) of each."""
    labels, sums = [week(monday) for monday, _sums in weeks], [each for _monday, each in weeks]
    mirrored = get_language_bidi()

    def counts(*named: tuple[str, str]) -> plots.Plot:
        series = [plots.Series(name, [getattr(each, field) for each in sums]) for field, name in named]
        return plots.stacked(labels, series, say=count, mirrored=mirrored)

    shares = [
        plots.Series(gettext(name), [getattr(each, field) for each in sums])
        for field, name in (
            ("involvement", gettext("Involvement")),
            ("confirmation", gettext("Confirmed resolution")),
            ("assumption", gettext("Assumed resolution")),
            ("handover", gettext("Handover")),
            ("abstention", gettext("Abstention")),
        )
    ]
    return [
        (
            "plot-shares",
            gettext("Shares"),
            gettext("The figures above, week by week. A week in which nobody asked is a gap."),
            plots.lines(labels, shares, say=percent, top=1, mirrored=mirrored),
        ),
        (
            "plot-outcomes",
            gettext("What became of conversations"),
            gettext("The conversations that Fin answered in, by what became of the last answer."),
            counts(
                ("confirmed", gettext("Confirmed")),
                ("assumed", gettext("Assumed")),
                ("unresolved", gettext("Unresolved")),
                ("open", gettext("Still open")),
            ),
        ),
        (
            "plot-decisions",
            gettext("What Fin did"),
            gettext("Fin’s answers to questions, by what they were."),
            counts(
                ("quote", gettext("Answered from an article")),
                ("reach", gettext("Said who reaches what")),
                ("clarify", gettext("Asked which article is meant")),
                ("nothing", gettext("Found nothing")),
                ("onward", gettext("Showed the way onward")),
            ),
        ),
    ]


def _of(part: int, whole: int) -> str:
    return gettext("%(part)s of %(whole)s") % {"part": count(part), "whole": count(whole)}


def cost(sums: Figures) -> list[str]:
    """How long answers took, and what those of a model cost; [] where there were none."""
    if sums.seconds is None:
        return []
    said = [
        gettext("An answer took %(seconds)s seconds on average.")
        % {"seconds": number_format(round(sums.seconds, 1), 1)}
    ]
    if sums.tokens:
        written = {"answers": count(sums.written), "tokens": count(sums.tokens)}
        said.append(gettext("A model wrote %(answers)s of them, with %(tokens)s tokens.") % written)
    if sums.micros:
        said.append(gettext("That cost %(cost)s, by the prices of then.") % {"cost": money(sums.micros)})
    return said


def money(micros: int) -> str:
    """Millionths in the currency of the prices, which has no name here; never rounded to nothing."""
    places = 2 if micros >= 1_000_000 else 6
    return number_format(round(micros / 1_000_000, places), places, force_grouping=True)
