"""What a written answer may cost is set aside before it is asked for, and settled afterwards; nothing else writes it.

The day and all days are rows that outlive a crash; a person's share is a tally, which names nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Greatest

from messenger.fin.writers.budget import Budget
from messenger.fin.writers.drafts import Reason, Usage, WriterUnavailableError
from messenger.fin.writers.models import WriterSpending
from web.actions import give_back, take
from web.limits import Claim, TooOftenError, share

_A_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Reserved:
    """What is set aside for one answer."""

    spending: int
    tokens: int
    units: int
    claims: Sequence[Claim]


def reserve(*, model: str, worst: Usage, budget: Budget, now: datetime, customer: object, visit: object) -> Reserved:
    """Set aside what an answer may come to, for a customer or else a visit.

    Raises WriterUnavailableError when somebody's budget, the day's or the whole one would be passed.
    """
    units = budget.most(worst)
    taken = _claims(budget, units, customer, visit)
    with transaction.atomic():
        row, _made = WriterSpending.objects.get_or_create(day=now.astimezone(UTC).date(), model=model)
        of_day = WriterSpending.objects.filter(day=row.day)
        # Whoever spends on this day waits here for the other: two can't both have what is left.
        list(of_day.select_for_update(no_key=True).order_by("pk"))
        for rows, most in ((of_day, budget.day), (WriterSpending.objects.all(), budget.all)):
            if most is not None and _spent(rows, budget) + units > most:
                raise WriterUnavailableError(Reason.OVER_BUDGET, Usage())
        try:
            take(taken, now=now)
        except TooOftenError as error:
            raise WriterUnavailableError(Reason.OVER_BUDGET, Usage()) from error
        _add(row.pk, tokens=worst.tokens, micros=units if budget.prices else 0)
    return Reserved(spending=row.pk, tokens=worst.tokens, units=units, claims=taken)


def settle(reserved: Reserved, *, usage: Usage | None, budget: Budget, answered: bool) -> None:
    """Put what was used in the place of what was set aside. Where nobody knows, all of it counts as used."""
    micros = reserved.units if budget.prices else 0
    used = usage if usage is not None else Usage(input=reserved.tokens)
    cost = budget.units(used) if usage is not None else reserved.units
    with transaction.atomic():
        _add(reserved.spending, tokens=-reserved.tokens, micros=-micros)
        WriterSpending.objects.filter(pk=reserved.spending).update(
            answers=F("answers") + int(answered),
            input_tokens=F("input_tokens") + used.input,
            cached_tokens=F("cached_tokens") + used.cached,
            cache_write_tokens=F("cache_write_tokens") + used.cache_write,
            output_tokens=F("output_tokens") + used.output,
            micros=F("micros") + (cost if budget.prices else 0),
        )
        back = max(0, reserved.units - cost)
        if back and reserved.claims:
            give_back([replace(claim, amount=min(back, claim.amount)) for claim in reserved.claims])


def _claims(budget: Budget, units: int, customer: object, visit: object) -> list[Claim]:
    if budget.person is None:
        return []
    who = {"customer": customer} if customer not in (None, "") else {"visit": visit}
    about = "micros" if budget.prices else "tokens"
    return share("fin_budget", units, most=budget.person, seconds=_A_DAY, about=about, **who)


def _spent(rows: QuerySet[WriterSpending], budget: Budget) -> int:
    if budget.prices:
        found = rows.aggregate(spent=Sum(F("micros") + F("micros_set_aside")))
    else:
        tokens = F("input_tokens") + F("cached_tokens") + F("cache_write_tokens") + F("output_tokens")
        found = rows.aggregate(spent=Sum(tokens + F("tokens_set_aside")))
    return int(found["spent"] or 0)


def _add(spending: int, *, tokens: int, micros: int) -> None:
    WriterSpending.objects.filter(pk=spending).update(
        tokens_set_aside=Greatest(0, F("tokens_set_aside") + tokens),
        micros_set_aside=Greatest(0, F("micros_set_aside") + micros),
    )
