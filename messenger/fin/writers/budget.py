"""What answers may cost: in tokens, or in money by the prices that the operator sets. Pure: no Django, no clock."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from messenger.fin.writers.drafts import Source, Usage

# Tokens of a request beside the texts: the rules, the fences, and what the far end puts around documents.
_AROUND = 1500
# A token is two bytes or more, in all languages of the site.
_BYTES = 2


@dataclass(frozen=True, slots=True)
class Prices:
    """What a million tokens of each kind cost, in any currency."""

    input: Decimal
    cached: Decimal
    cache_write: Decimal
    output: Decimal


@dataclass(frozen=True, slots=True)
class Budget:
    """How much a person may cost in a day, all people in a day, and all in all; None is no bound.

    In `units`: tokens, or millionths of the prices' currency where there are prices.
    """

    prices: Prices | None = None
    person: int | None = None
    day: int | None = None
    all: int | None = None

    def units(self, usage: Usage) -> int:
        """What so many tokens count for."""
        if self.prices is None:
            return usage.tokens
        cost = (
            self.prices.input * usage.input
            + self.prices.cached * usage.cached
            + self.prices.cache_write * usage.cache_write
            + self.prices.output * usage.output
        )
        return math.ceil(cost)

    def most(self, usage: Usage) -> int:
        """What it counts for at the most: with all that is sent put into the cache, if that costs more."""
        return max(self.units(usage), self.units(Usage(cache_write=usage.input, output=usage.output)))


def worst(question: str, before: Sequence[str], sources: Sequence[Source], most_tokens: int) -> Usage:
    """More than an answer can come to: what is set aside before it is asked for."""
    texts = [question, *before, *(f"{each.title}{each.heading}{each.path}{each.text}" for each in sources)]
    sent = sum(len(text.encode()) for text in texts)
    return Usage(input=_AROUND + math.ceil(sent / _BYTES), output=most_tokens)
