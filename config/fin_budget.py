"""What answers of a language model may cost, as the environment says: in tokens, or in money where it has prices."""

from decimal import Decimal

from django.core.exceptions import ImproperlyConfigured

from config import env

_PRICES = ("INPUT", "CACHED", "CACHE_WRITE", "OUTPUT")
# In tokens; money has no default, as nobody here knows a price.
_TOKENS = {"PERSON": 300_000, "DAY": 5_000_000, "ALL": 0}
_MILLIONTHS = 1_000_000


def prices() -> dict[str, Decimal]:
    """What a million tokens of each kind cost; empty where budgets are in tokens.

    Raises ImproperlyConfigured when some are set and others aren't.
    """
    given = {name.lower(): env.decimal(f"FIN_PRICE_{name}") for name in _PRICES}
    known = {name: price for name, price in given.items() if price is not None}
    if known and len(known) < len(given):
        raise ImproperlyConfigured(f"FIN_PRICE_{', FIN_PRICE_'.join(_PRICES)}: set all of them or none.")
    return known


def budgets(*, in_money: bool) -> dict[str, int | None]:
    """For a person and a day, for a day, and for all time: tokens, or millionths of the currency. None is no bound.

    Raises ImproperlyConfigured when prices are set and a budget isn't.
    """
    return {
        name.lower(): _money(f"FIN_BUDGET_{name}") if in_money else env.integer(f"FIN_BUDGET_{name}", tokens) or None
        for name, tokens in _TOKENS.items()
    }


def _money(name: str) -> int | None:
    amount = env.decimal(name)
    if amount is None:
        raise ImproperlyConfigured(f"{name} must be set where FIN_PRICE_… are: in their currency, 0 for no bound.")
    return int(amount * _MILLIONTHS) or None
