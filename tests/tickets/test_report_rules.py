"""The rules of reports, by themselves: deadlines, keywords, and what looks like a machine's."""

from datetime import UTC, datetime, timedelta

import pytest

from tickets.compliance.clock import Deadline, Standing, due
from tickets.compliance.keywords import make_keyword, opens
from tickets.compliance.suspicion import LEAST_SECONDS, Suspicion, suspicions
from tickets.references import ALPHABET

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("by", "done_at", "standing"),
    [
        (None, None, Standing.NONE),
        (None, NOON, Standing.NONE),
        (NOON + HOUR, None, Standing.RUNNING),
        (NOON, None, Standing.RUNNING),
        (NOON - HOUR, None, Standing.LATE),
        (NOON, NOON, Standing.KEPT),
        (NOON - HOUR, NOON - 2 * HOUR, Standing.KEPT),
        (NOON - HOUR, NOON, Standing.MISSED),
    ],
)
def test_how_a_deadline_stands(by, done_at, standing):
    assert Deadline(by, done_at).standing(NOON) == standing


def test_a_deadline_is_so_long_after_the_report_or_none():
    assert due(NOON, hours=24) == NOON + timedelta(days=1) == due(NOON, days=1)
    assert due(NOON, hours=0) == NOON
    assert due(NOON) is None


def test_a_keyword_is_sixteen_letters_that_nobody_mixes_up():
    keyword = make_keyword("HC-7K3M-9Q2X", epoch=0, key="k")
    assert [len(group) for group in keyword.split("-")] == [4, 4, 4, 4]
    assert set(keyword) <= {*ALPHABET, "-"}
    assert keyword == make_keyword("HC-7K3M-9Q2X", epoch=0, key="k")


def test_each_case_round_and_key_has_a_keyword_of_its_own():
    one = {"reference": "HC-7K3M-9Q2X", "epoch": 0, "key": "k"}
    others = [one | change for change in ({"reference": "HC-7K3M-9Q2Y"}, {"epoch": 1}, {"key": "l"})]
    assert len({make_keyword(**each) for each in [one, *others]}) == 4


def test_a_keyword_opens_however_it_is_written_and_under_an_earlier_key():
    keyword = make_keyword("HC-7K3M-9Q2X", epoch=0, key="old")
    for typed in (keyword, keyword.lower(), keyword.replace("-", " "), f" {keyword.replace('-', '')} "):
        assert opens(typed, "HC-7K3M-9Q2X", epoch=0, keys=["new", "old"])
    for typed in ("", keyword[:-1], keyword + "2", "ａ" * 16):
        assert not opens(typed, "HC-7K3M-9Q2X", epoch=0, keys=["new", "old"])


@pytest.mark.parametrize(
    ("trap", "seconds", "marks"),
    [
        ("", LEAST_SECONDS, []),
        (" ", 3600 * 24 * 30, []),
        ("x", 60, [Suspicion.TRAP]),
        ("", LEAST_SECONDS - 1, [Suspicion.HASTY]),
        ("", None, [Suspicion.NO_PAGE]),
        ("x", None, [Suspicion.TRAP, Suspicion.NO_PAGE]),
    ],
)
def test_what_looks_like_a_machines(trap, seconds, marks):
    assert suspicions(trap=trap, seconds=seconds) == marks
