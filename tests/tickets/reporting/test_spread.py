"""How long things took: steps that sum up, and what lies in the middle of them."""

from itertools import pairwise

import pytest

from tickets.reporting.spread import AGES, STEPS, Spread, age_of, begins, step_of


@pytest.mark.parametrize("minutes", [1, 1.5, 7, 60, 61, 1440, 10_000, 400_000])
def test_a_step_has_its_minutes_and_is_a_fifth_wide(minutes: float) -> None:
    step = step_of(minutes)
    assert begins(step) <= minutes < begins(step + 1)
    assert begins(step + 1) / begins(step) == pytest.approx(2**0.25)


def test_the_first_and_the_last_step_take_what_is_beyond() -> None:
    assert [step_of(minutes) for minutes in (-5, 0, 0.9)] == [0, 0, 0]
    assert step_of(10**9) == STEPS - 1
    assert begins(STEPS - 1) > 365 * 1440


def test_median_and_p90_are_right_to_a_tenth_however_days_are_summed() -> None:
    took = [5 * n for n in range(1, 101)]
    counts: dict[int, int] = {}
    for minutes in took:
        counts[step_of(minutes)] = counts.get(step_of(minutes), 0) + 1
    spread = Spread(counts)
    assert spread.tickets == 100
    assert spread.median == pytest.approx(250, rel=0.1)
    assert spread.p90 == pytest.approx(450, rel=0.1)


def test_of_nothing_there_is_no_middle() -> None:
    assert (Spread().tickets, Spread().median, Spread({3: 0}).p90) == (0, None, None)


def test_ages_begin_where_they_say() -> None:
    assert [age_of(days) for days in AGES] == list(range(len(AGES)))
    assert [age_of(0.99), age_of(2.99), age_of(29.9), age_of(4000), age_of(-1)] == [0, 1, 3, 4, 0]
    assert all(a < b for a, b in pairwise(AGES))
