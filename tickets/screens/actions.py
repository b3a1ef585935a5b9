"""What a screen leaves behind: when it last asked."""

from datetime import datetime, timedelta

from django.db.models import Q

from tickets.models import WallScreen

# It asks twice a minute; the row is written seldom.
_SEEN_EVERY = timedelta(minutes=5)


def note_seen(*, screen: WallScreen, now: datetime) -> None:
    """Remember that it is on, to the nearest five minutes."""
    if screen.seen_at is None or screen.seen_at < now - _SEEN_EVERY:
        due = Q(seen_at=None) | Q(seen_at__lt=now - _SEEN_EVERY)
        WallScreen.objects.filter(due, pk=screen.pk).update(seen_at=now)
