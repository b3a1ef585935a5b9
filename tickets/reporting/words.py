"""The report's figures in words: how numbers, shares and times are written, and what is said of few."""

from datetime import date
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from tickets.reporting.spread import AGES
from web.mail_languages import names

# Of fewer than these no share is told: one person more would be another picture.
FEW = 10
NONE = "–"
FIRST_COLUMN: dict[str, str | Promise] = {
    "day": _("Day"),
    "week": _("Week of"),
    "team": _("Team"),
    "agent": _("Agent"),
    "topic": _("Topic"),
    "locale": _("Language"),
    "plan": _("Plan"),
}
_HOUR, _DAY = 60, 1440


def count(value: float) -> str:
    return number_format(round(value), force_grouping=True)


def decimal(value: float | None) -> str:
    return NONE if value is None else number_format(round(value, 1), 1)


def percent(share: float) -> str:
    return gettext("%(number)s%%") % {"number": number_format(round(100 * share), 0)}


def share(part: int, whole: int) -> str:
    """A share of enough; of few, how many of how many; of nothing, a dash."""
    if not whole:
        return NONE
    return percent(part / whole) if whole >= FEW else part_of(part, whole)


def part_of(part: int, whole: int) -> str:
    return gettext("%(part)s of %(whole)s") % {"part": count(part), "whole": count(whole)}


def took(minutes: float | None) -> str:
    """A time in its two largest units, as exactly as steps know it."""
    if minutes is None:
        return NONE
    if minutes < _HOUR:
        return gettext("%(minutes)s min") % {"minutes": round(minutes)}
    if minutes < _DAY:
        hours, rest = divmod(round(minutes / 5) * 5 if minutes < 10 * _HOUR else round(minutes / _HOUR) * _HOUR, _HOUR)
        return _two(gettext("%(hours)s h") % {"hours": hours}, gettext("%(minutes)s min") % {"minutes": rest}, rest)
    days, rest = divmod(round(minutes / _HOUR) if minutes < 10 * _DAY else round(minutes / _DAY) * 24, 24)
    return _two(gettext("%(days)s d") % {"days": count(days)}, gettext("%(hours)s h") % {"hours": rest}, rest)


def _two(large: str, small: str, rest: int) -> str:
    return f"{large} {small}" if rest else large


def change(now: float, before: float) -> str:
    """By how much something grew or fell, where there was enough before; else ""."""
    if before < FEW or now == before:
        return ""
    by = round(100 * (now - before) / before)
    sign = "+" if by > 0 else "−" if by < 0 else "±"
    return gettext("%(sign)s%(number)s%%") % {"sign": sign, "number": count(abs(by))}


def day(value: date) -> str:
    """Below a plot, where the form above says the year."""
    return date_format(value, pgettext("how a day is written below a plot", "M j"))


def week(monday: date) -> str:
    return date_format(monday, "SHORT_DATE_FORMAT")


def age(place: int) -> str:
    """How long ago the tickets at this place of AGES were opened."""
    if place == 0:
        return gettext("Less than a day")
    if place == len(AGES) - 1:
        return gettext("%(days)s days and more") % {"days": AGES[-1]}
    return gettext("%(first)s to %(last)s days") % {"first": AGES[place], "last": AGES[place + 1]}


def language(code: str) -> str:
    """A language by its own name; mail comes in more of them than the site has."""
    known: Any = LANG_INFO.get(code, {})
    return str(names().get(code) or known.get("name_local") or code)


def of_days(days: int) -> str:
    return ngettext("in the day before", "in the %(days)s days before", days) % {"days": days}
