"""Writes down where staff are logged in, and ends it. To delete a session of Django's ends it at once."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib.sessions.models import Session
from django.db import transaction

from accounts.models import StaffSession, User


@transaction.atomic
def see(*, user: User, key: str, network: str, browser: str, system: str, now: datetime) -> None:
    """Somebody was here, in the session by this key; one that has ended meanwhile stays so."""
    if Session.objects.select_for_update().filter(session_key=key).exists():
        known = {"network": network, "browser": browser, "system": system, "seen_at": now}
        first = {"number": uuid4(), "began_at": now}
        StaffSession.objects.update_or_create(session_id=key, user=user, defaults=known, create_defaults=known | first)


@transaction.atomic
def end_one(*, user: User, number: UUID) -> bool:
    """Whether this person was logged in there."""
    return bool(_end(StaffSession.objects.of(user).filter(number=number)))


@transaction.atomic
def end_others(*, user: User, keep: str | None = None) -> int:
    """Ends all but the one by this key; how many."""
    return _end(StaffSession.objects.of(user).exclude(session_id=keep or ""))


@transaction.atomic
def end_everywhere(*, users: Iterable[User], keep: str | None = None) -> int:
    """Ends all of all these people's but the one by this key; how many."""
    return _end(StaffSession.objects.filter(user__in=users).exclude(session_id=keep or ""))


@transaction.atomic
def forget_sessions(*, now: datetime) -> int:
    """Deletes the sessions whose time is over; how many there were."""
    over = list(Session.objects.filter(expire_date__lte=now).values_list("session_key", flat=True)[:10_000])
    Session.objects.filter(session_key__in=over).delete()
    return len(over)


def _end(sessions: "Iterable[StaffSession]") -> int:
    keys = [each.pk for each in sessions]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)
