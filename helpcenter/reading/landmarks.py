"""The landmarks as a running process knows them, for pages that aren't kept: read every few seconds at most."""

import time

from django.db import DatabaseError

from helpcenter.models import Landmark

READ_AGAIN_AFTER = 5.0
_known: dict[str, int] = {}
_read_at = float("-inf")


def known_landmarks() -> dict[str, int]:
    """The number of the article at each landmark; as last known while the database is away."""
    global _known, _read_at
    if time.monotonic() - _read_at >= READ_AGAIN_AFTER:
        _read_at = time.monotonic()
        try:
            _known = Landmark.numbers()
        except DatabaseError:  # a page that says so leads to fewer articles
            return _known
    return _known
