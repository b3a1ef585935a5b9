"""“Did you mean”: phrases that look like what was typed."""

import pytest

from helpcenter.search.suggestions import Suggestions, packed

KNOWN = Suggestions(packed(["Cancel your subscription", "Ask for a refund", "領収書の発行", "ログインできないとき"]))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("subscripton cancel", "Cancel your subscription"),
        ("ask for refnd", "Ask for a refund"),
        ("領収書の発効", "領収書の発行"),
        ("ログインでない", "ログインできないとき"),
    ],
)
def test_a_slip_finds_what_was_meant(typed, meant):
    assert KNOWN.closest(typed)[0] == meant


def test_nothing_alike_suggests_nothing():
    assert KNOWN.closest("qwxyz") == []


def test_what_was_typed_is_not_suggested_back():
    assert "Ask for a refund" not in KNOWN.closest("ask for a refund")


def test_suggestions_are_few():
    assert len(Suggestions(packed(f"refund {n}" for n in range(9))).closest("refund", limit=2)) == 2
