"""The time zone that a browser names in a form. Knows no app."""

from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

FIELD = "zone"


def zone_of(posted: Mapping[str, object]) -> str:
    """The zone's name, or "" where the form brought none that is one: without scripts, or made up."""
    name = str(posted.get(FIELD, ""))
    return name if is_zone(name) else ""


def is_zone(name: str) -> bool:
    """Whether the database of zones has it."""
    return name in _known()


@cache
def _known() -> frozenset[str]:
    """Reading the names takes a while, and they change with a release alone."""
    return frozenset(available_timezones())
