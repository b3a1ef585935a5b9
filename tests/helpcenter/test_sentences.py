"""Sentences of a text, and the few that answer a question."""

import pytest

from helpcenter.search import terms
from helpcenter.search.sentences import best_passage, sentences


def rarity(_term: str) -> float:
    return 1.0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("解約できます。返金はありません。", ["解約できます。", "返金はありません。"]),
        ("「はい。」と答えます。", ["「はい。」と答えます。"]),
        ("Open platform.claude.com now.\nThen wait", ["Open platform.claude.com now.", "Then wait"]),
        ("", []),
    ],
)
def test_a_text_falls_into_sentences(text, expected):
    assert sentences(text) == expected


def test_the_best_sentence_comes_with_its_neighbours():
    text = "First. Second. A refund takes ten days. Fourth. Fifth."
    query = terms.query_terms("refund", "en")
    assert best_passage(text, query, rarity, "en") == "Second.\nA refund takes ten days.\nFourth."


def test_a_neighbour_that_makes_it_too_long_stays_away():
    text = f"{'x ' * 200}. A refund. After."
    assert best_passage(text, terms.query_terms("refund", "en"), rarity, "en") == "A refund.\nAfter."


def test_no_text_has_no_passage():
    assert best_passage("", {"a": 1.0}, rarity, "en") == ""
