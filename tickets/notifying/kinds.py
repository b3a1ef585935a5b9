"""What staff are told of, which way, and how often by mail. Pure: no Django, no clock, no database."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What somebody is told of."""

    ASSIGNED = "assigned"
    MENTIONED = "mentioned"
    ESCALATED = "escalated"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    MAIL_FAILED = "mail_failed"


class Way(StrEnum):
    """How they want to hear of it."""

    DESK = "desk"
    MAIL = "mail"
    BOTH = "both"
    OFF = "off"


# For who never chose. What one person asks of another, and what was promised to a customer, reaches who isn't at the
# desk as well.
DEFAULTS: Mapping[Kind, Way] = {
    Kind.ASSIGNED: Way.DESK,
    Kind.MENTIONED: Way.BOTH,
    Kind.ESCALATED: Way.DESK,
    Kind.DUE_SOON: Way.BOTH,
    Kind.OVERDUE: Way.BOTH,
    Kind.MAIL_FAILED: Way.DESK,
}
# Nobody gets more than one mail in this time: what comes meanwhile goes together into the next.
PACE = timedelta(minutes=10)
# So long they are kept.
KEPT = timedelta(days=90)
# What is to be done in time: it is settled when that was done, whoever did it.
TIMELY = frozenset({Kind.DUE_SOON, Kind.OVERDUE})
# An unread one of these is news again when it happens again; any other is still the same.
_NEWS_EACH_TIME = frozenset({Kind.MENTIONED})


def in_desk(way: str) -> bool:
    """Whether it shows in the desk."""
    return way in {Way.DESK, Way.BOTH}


def by_mail(way: str) -> bool:
    """Whether it goes by mail."""
    return way in {Way.MAIL, Way.BOTH}


def next_mail(last: datetime | None, now: datetime) -> datetime:
    """When the next mail may go to somebody who got the last one then."""
    return now if last is None else max(now, last + PACE)


def is_mailed_again(kind: str) -> bool:
    """Whether it goes by mail again although the last one of its kind on the ticket isn't read yet."""
    return kind in _NEWS_EACH_TIME
