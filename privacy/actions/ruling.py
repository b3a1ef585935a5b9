"""Changes a retention rule. A shorter one is never set by the way."""

from datetime import datetime

from django.db import transaction

from privacy.actions.nightly import count_of
from privacy.models import RetentionRule, days_of
from privacy.rules import What, is_shorter


class ShorterError(Exception):
    """The rule would delete what it keeps today, and nobody said that this is meant; `rows`: how many at once."""

    def __init__(self, rows: int) -> None:
        super().__init__(rows)
        self.rows = rows


def check_rule(*, what: What, days: int | None, meant: bool, now: datetime) -> None:
    """Raises ShorterError for a shorter time that isn't `meant`. Counts what would go only then."""
    if is_shorter(days, days_of(what)) and not meant:
        raise ShorterError(count_of(what, days or 0, now))


@transaction.atomic
def change_rule(*, what: What, days: int | None, meant: bool, now: datetime) -> int | None:
    """Keep this for so many days from now on, None for ever; returns what it was. Raises as `check_rule`."""
    RetentionRule.objects.select_for_update().filter(what=what).first()
    check_rule(what=what, days=days, meant=meant, now=now)
    before = days_of(what)
    RetentionRule.objects.update_or_create(what=what, defaults={"days": days})
    return before
