"""Where the tickets and answers behind a figure are listed; "" where no list can show just them."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from tickets.reporting.reading import Chosen
from web.days import bounds

_NONE = {"team": "none", "agent": "nobody"}
_FILTER = {"team": "team", "agent": "assignee", "topic": "topic", "locale": "locale", "plan": "plan"}


def queue_of(only: Mapping[str, int | str | None]) -> str:
    """The open tickets of these in the queue, which can’t show those without a topic or a plan alone."""
    asked = {name: value for name, value in only.items() if value is not None}
    if "" in {asked.get("topic"), asked.get("plan")}:
        return ""
    query = {_FILTER[name]: value or _NONE[name] for name, value in asked.items()}
    return _address("admin:tickets_ticket_changelist", query)


def ratings_of(chosen: Chosen) -> str:
    """What people said in these days, where they are of everything."""
    if any(value is not None for value in chosen.only.values()):
        return ""
    since, until = days_as_asked(chosen)
    return _address("admin:tickets_rating_changelist", {"rated_at__gte": since, "rated_at__lt": until})


def fin_of(chosen: Chosen) -> str:
    """The report on Fin of the same days, topic and language."""
    return _address("admin:messenger_finday_changelist", _asked_of_fin(chosen))


def fins_part_of(chosen: Chosen) -> str:
    """Its figures alone, for the page to fetch."""
    return _address("admin:messenger_finday_part", _asked_of_fin(chosen))


def _asked_of_fin(chosen: Chosen) -> dict[str, str]:
    query = {"since": str(chosen.since), "until": str(chosen.until), "topic": chosen.topic, "locale": chosen.locale}
    return {name: str(value) for name, value in query.items() if value}


def days_as_asked(chosen: Chosen) -> tuple[str, str]:
    """When the first of the days begins and when the last one has ended, as an address says it."""
    zone = timezone.get_default_timezone()
    return bounds(chosen.since, zone)[0].isoformat(), bounds(chosen.until, zone)[1].isoformat()


def _address(page: str, query: Mapping[str, str | int]) -> str:
    return f"{reverse(page)}?{urlencode(query)}"
