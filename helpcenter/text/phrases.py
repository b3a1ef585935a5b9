"""How long ago, said coarsely in one whole phrase, so that a page stays the same for a day. Holds no clock."""

from datetime import date

from django.utils.translation import gettext, ngettext

_DAYS_A_MONTH = 30


def updated_phrase(updated: date, today: date) -> str:
    """When an article last changed, as its readers see it; a date to come counts as today."""
    days = (today - updated).days
    if days < 1:
        return gettext("Updated today")
    if days < 7:
        return gettext("Updated this week")
    if days < 14:
        return gettext("Updated over a week ago")
    if days < 21:
        return gettext("Updated over 2 weeks ago")
    if days < _DAYS_A_MONTH:
        return gettext("Updated over 3 weeks ago")
    months = days // _DAYS_A_MONTH
    if months == 1:
        return gettext("Updated over a month ago")
    return ngettext("Updated over %(count)d month ago", "Updated over %(count)d months ago", months) % {"count": months}
