"""The index: rare words count more than common ones, short rows more than long ones, and a score is a share."""

import pytest

from helpcenter.search import bm25


def index(*rows: str) -> bm25.Index:
    return bm25.Index(bm25.postings(bm25.pack([(1, row.split())]) for row in rows))


def test_a_row_that_holds_nothing_of_the_question_scores_nothing():
    assert index("a b", "c d").scores({"c": 1.0}).tolist()[0] == 0


def test_the_row_with_the_rare_word_wins():
    scores = index("the cat", "the dog", "the the the").scores({"the": 1.0, "cat": 1.0})
    assert scores.argmax() == 0


def test_the_shorter_of_two_rows_with_the_word_wins():
    assert index("cat a b c d e f g", "cat").scores({"cat": 1.0}).argmax() == 1


def test_a_score_is_a_share_of_the_questions_weight():
    scores = index("cat dog", "cat").scores({"cat": 1.0, "dog": 1.0, "unheard": 1.0})
    assert 0 < scores.min() < scores.max() < 1


def test_a_light_word_counts_less():
    rows = index("cat", "dog")
    assert rows.scores({"cat": 1.0, "dog": 0.3}).argmax() == 0


def test_a_word_of_the_title_counts_as_often_as_it_is_weighed():
    rows = [bm25.pack([(3, ["cat"]), (1, ["x", "y"])]), bm25.pack([(1, ["cat", "x", "y"])])]
    title = bm25.Index(bm25.postings(rows))
    assert title.scores({"cat": 1.0}).argmax() == 0


def test_a_distinct_term_costs_five_bytes_however_often_it_stands_there():
    assert len(bm25.pack([(1, ["cat"] * 1000), (1, ["dog"])])) == 10


def test_an_index_of_nothing_answers_with_nothing():
    assert bm25.Index(bm25.postings([])).scores({"cat": 1.0}).tolist() == []


def test_an_empty_question_scores_nothing():
    assert index("cat").scores({}).tolist() == [0]


@pytest.mark.parametrize(("rarer", "commoner"), [("cat", "the"), ("unheard", "cat")])
def test_rarity_falls_with_the_number_of_rows(rarer, commoner):
    rows = index("the cat", "the dog")
    assert rows.rarity(rarer) > rows.rarity(commoner)
