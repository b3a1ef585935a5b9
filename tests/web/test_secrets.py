"""Full card numbers are found however they are written; other numbers are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.secrets import holds_card_number

# The schemes' published test numbers.
CARDS = ["4242424242424242", "5555555555554444", "378282246310005", "6011111111111117", "3530111333300000"]


@pytest.mark.parametrize("number", CARDS)
def test_a_card_number_is_found(number: str) -> None:
    assert holds_card_number(f"My card {number} was charged twice")


@pytest.mark.parametrize(
    "written",
    [
        "4242 4242 4242 4242",
        "4242-4242-4242-4242",
        "4242.4242.4242.4242",
        "\uff14\uff12\uff14\uff12 4242 4242 4242",
        "カード番号は4242424242424242です",
        "4242 4242\u00a04242 4242",
    ],
)
def test_grouping_full_width_digits_and_neighbours_do_not_hide_it(written: str) -> None:
    assert holds_card_number(written)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The last four digits are 4242",
        "4242424242424241",
        "request-id req_011CSHoEeqs5C35K2UUqR7Fy",
        "0000000000000000",
        "2026-11-22 10:15:00",
        "call 1-800-555-0199",
        "I paid 20.00 on 2026-10-01",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not holds_card_number(text)


@given(st.sampled_from(CARDS), st.sampled_from(["", " ", "-", "."]), st.text(alphabet="abc あ", max_size=20))
def test_any_grouping_with_one_separator_is_found(number: str, separator: str, around: str) -> None:
    written = separator.join(number[place : place + 4] for place in range(0, len(number), 4))
    assert holds_card_number(f"{around} {written} {around}")
