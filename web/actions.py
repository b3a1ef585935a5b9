"""Counts what is done, one count over all processes. Nothing else writes tallies."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from web.limits import Claim, TooOftenError
from web.models import Tally

# One statement for all that an act counts for. Whoever is at a limit already only reads; else every tally goes up by
# one, in the order of the keys, so that two acts can't wait for each other. What others counted meanwhile is seen in
# what comes back, and a tally whose time is over begins anew.
_TAKE = """
    WITH asked AS (
        SELECT * FROM unnest(%(keys)s::uuid[], %(most)s::int[], %(amounts)s::int[], %(ends)s::timestamptz[])
            AS asked (key, most, amount, until)
    ), spent AS (
        SELECT coalesce(tally.until, asked.until) AS until
        FROM asked LEFT JOIN web_tally tally ON tally.key = asked.key AND tally.until > %(now)s
        WHERE coalesce(tally.count, 0) + asked.amount > asked.most
    ), counted AS (
        INSERT INTO web_tally AS tally (key, count, until)
        SELECT key, amount, until FROM asked WHERE NOT EXISTS (SELECT FROM spent) ORDER BY key
        ON CONFLICT (key) DO UPDATE SET
            count = CASE WHEN tally.until > %(now)s THEN tally.count ELSE 0 END + EXCLUDED.count,
            until = CASE WHEN tally.until > %(now)s THEN tally.until ELSE EXCLUDED.until END
        RETURNING key, count, until
    )
    SELECT max(until) FROM (
        SELECT until FROM spent
        UNION ALL SELECT counted.until FROM counted JOIN asked USING (key) WHERE counted.count > asked.most
    ) AS refused
"""


def take(claims: Sequence[Claim], *, now: datetime) -> None:
    """Counts one act, or nothing and raises TooOftenError when one of the claims is used up.

    Inside a transaction others of the same network wait for its end, so take late and once; what is rolled back was
    never counted. What must count although it fails, such as a wrong password, is taken outside of one.
    """
    if not claims:
        return
    asked: dict[str, Any] = {
        "keys": [claim.key for claim in claims],
        "most": [claim.most for claim in claims],
        "amounts": [claim.amount for claim in claims],
        "ends": [now + timedelta(seconds=claim.seconds) for claim in claims],
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, asked)
        (until,) = cursor.fetchone() or (None,)
    if until is not None:
        raise TooOftenError(claims[0].what, (until - now).total_seconds())


def is_used_up(claims: Sequence[Claim], *, now: datetime) -> bool:
    """Whether one of the claims is at its limit; counts nothing."""
    most = {claim.key: claim.most for claim in claims}
    tallies = Tally.objects.filter(key__in=most, until__gt=now).values_list("key", "count")
    return any(count >= most[key] for key, count in tallies)


def left_of(claim: Claim, *, now: datetime) -> tuple[int, datetime | None]:
    """How much of it may still be done, and until when that counts; None where nothing was done yet."""
    found = Tally.objects.filter(key=claim.key, until__gt=now).values_list("count", "until").first()
    return (max(0, claim.most - found[0]), found[1]) if found else (claim.most, None)


def give_back(claims: Sequence[Claim]) -> None:
    """Takes back what was counted before it was known that it needn't be, such as a sign-in that went well."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH mine AS (SELECT key, amount FROM web_tally JOIN unnest(%s::uuid[], %s::int[]) AS back (key, amount)"
            " USING (key) WHERE count > 0 ORDER BY key FOR UPDATE OF web_tally)"
            " UPDATE web_tally tally SET count = greatest(0, count - amount) FROM mine WHERE tally.key = mine.key",
            [[claim.key for claim in claims], [claim.amount for claim in claims]],
        )


def forget_tallies(*, now: datetime) -> int:
    """Deletes the tallies whose time is over; how many there were."""
    return Tally.objects.filter(until__lte=now).delete()[0]
