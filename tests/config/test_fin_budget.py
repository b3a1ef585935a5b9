"""What answers may cost, as the environment says it: in tokens without prices, else in money."""

from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured

PRICES = {"FIN_PRICE_INPUT": "1", "FIN_PRICE_CACHED": "2", "FIN_PRICE_CACHE_WRITE": "3", "FIN_PRICE_OUTPUT": "4"}
MONEY = {"FIN_BUDGET_PERSON": "0.25", "FIN_BUDGET_DAY": "5", "FIN_BUDGET_ALL": "0"}


def test_without_prices_budgets_are_tokens(values_of):
    values = values_of(FIN_BUDGET_DAY="1000", FIN_BUDGET_PERSON="0")
    assert values["FIN_BUDGET"] == {"person": None, "day": 1000, "all": None}
    assert values["FIN_PRICES"] == {}


def test_with_prices_they_are_millionths_of_the_currency(values_of):
    values = values_of(**PRICES, **MONEY)
    assert values["FIN_BUDGET"] == {"person": 250_000, "day": 5_000_000, "all": None}
    assert values["FIN_PRICES"]["cache_write"] == Decimal(3)


@pytest.mark.parametrize(
    "changes",
    [
        {"FIN_PRICE_INPUT": "3"},
        {**PRICES, "FIN_BUDGET_DAY": "5"},
        {**PRICES, **MONEY, "FIN_PRICE_OUTPUT": "-1"},
        {**PRICES, **MONEY, "FIN_PRICE_OUTPUT": "NaN"},
        {**PRICES, **MONEY, "FIN_BUDGET_ALL": "much"},
        {"FIN_BUDGET_DAY": "1.5"},
        {"FIN_MAX_TOKENS": "100000"},
    ],
)
def test_half_a_price_list_stops_the_start(values_of, changes):
    with pytest.raises(ImproperlyConfigured, match=r"FIN_"):
        values_of(**changes)
