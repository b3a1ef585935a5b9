"""The site's own settings, by the clock of `tests.journeys.another_day`: so much ahead of the machine's."""

import time
from datetime import UTC, datetime
from types import SimpleNamespace

import procrastinate.periodic
from django.utils import timezone

from config.settings import DATABASES, VAR_DIR
from tests.journeys.site_settings import *  # noqa: F403

_real = time.time


def _time() -> float:
    """Seconds since 1970, as `time.time`."""
    try:
        return _real() + float((VAR_DIR / "seconds_ahead").read_text())
    except FileNotFoundError:
        return _real()


# Before anything of ours is loaded: what takes `timezone.now` for its default, takes this one.
timezone.now = lambda: datetime.fromtimestamp(_time(), UTC)
time.time = _time
# What was due in the days between isn't caught up with, as for a site that was never down.
procrastinate.periodic.time = SimpleNamespace(time=_real)  # type: ignore[attr-defined]
# The database has a clock of its own; there a function of ours stands before that of the same name.
_options = DATABASES["default"]["OPTIONS"]
_options["options"] = f"{_options.get('options', '')} -c search_path=public,pg_catalog".strip()
