"""Tables for spreadsheets: letters of every language, and no text that a spreadsheet would run."""

import pytest

from web.sheets import as_csv


def test_a_sheet_says_its_encoding_and_keeps_numbers_as_they_are() -> None:
    assert as_csv([["日", "b,c"], [1, -2]]) == '\ufeff日,"b,c"\r\n1,-2\r\n'


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_text_is_a_formula(text: str) -> None:
    assert as_csv([[text]]).removeprefix("\ufeff").lstrip('"').startswith("'")
