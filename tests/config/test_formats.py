"""How times are written for people."""

from datetime import UTC, datetime

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

AT = datetime(2026, 2, 1, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "short", "long"),
    [
        ("en", "Feb 1, 2026, 2:05 PM", "Feb 1, 2026, 2:05 PM"),
        ("ja", "2026/02/01 14:05", "2026年2月1日 14:05"),
    ],
)
def test_a_time_is_written_so_that_nobody_takes_it_for_another(language: str, short: str, long: str):
    with override(language):
        assert date_format(AT, "SHORT_DATETIME_FORMAT") == short
        assert date_format(AT, "DATETIME_FORMAT") == long
