"""Lengths of time as staff type and read them."""

import pytest

from tickets.sla import spoken


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("4 h", 240),
        ("1 h 30 min", 90),
        ("1h30", 90),
        ("45", 45),
        ("2 hours", 120),
        (" 90 Minutes ", 90),
        ("１時間30分", 90),
        ("", None),
        ("soon", None),
        ("-4 h", None),
        ("4 days", None),
        ("4.5 h", None),
    ],
)
def test_what_is_typed(typed, minutes):
    assert spoken.read(typed) == minutes


@pytest.mark.parametrize(("minutes", "told"), [(0, "0 min"), (45, "45 min"), (240, "4 h"), (1500, "25 h")])
def test_what_is_told_is_read_as_the_same(minutes, told):
    assert spoken.told(minutes) == told
    assert spoken.read(told) == minutes
