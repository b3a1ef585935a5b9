"""Packed vectors scored for a question, all of them or those of the rows that may be near."""

import numpy as np
import pytest

from helpcenter.search import scoring, vectors

CHANCE = np.random.default_rng(7)


def packed(rows):
    return np.rint(rows / np.abs(rows).max(axis=1, keepdims=True) * 127).astype(np.int8).tobytes()


def some(number):
    return CHANCE.standard_normal((number, vectors.SIZE)).astype(np.float32)


def unit(vector):
    return vector / np.linalg.norm(vector)


def test_each_cosine_is_of_its_own_part_and_a_row_without_vectors_has_none():
    one, other = some(6), some(4)
    index = vectors.Index(vectors.joined([(packed(one), 2), (b"", 1), (packed(other), 1)]))
    near = index.nearness(unit(one[4]), np.empty(0, np.int64))
    assert near.section[0] == pytest.approx(1, abs=0.01)  # the second of its sections
    assert near.sections.round(1).tolist()[1:3] == [1.0, -1.0]
    assert max(near.title[0], near.summary[0], near.text[0], near.question[0]) < 0.3
    assert near.question[2] == -1
    assert (near.known.tolist(), near.without.tolist()) == ([True, False, True], [False, True, False])
    assert index.nearness(unit(one[5]), np.empty(0, np.int64)).question[0] == pytest.approx(1, abs=0.01)


def test_of_many_vectors_the_nearest_rows_are_found_without_comparing_all(monkeypatch):
    rows = some(3000).reshape(-1, 3, vectors.SIZE)
    index = vectors.Index(vectors.joined((packed(row), 0) for row in rows))
    question = unit(rows[777, 1] + 0.8 * some(1)[0])
    every = index.nearness(question, np.empty(0, np.int64))
    monkeypatch.setattr(vectors, "ALL_UP_TO", 100)
    few = index.nearness(question, np.array([5]))
    assert few.summary.argmax() == every.summary.argmax() == 777
    assert few.known[5]
    assert few.known.sum() < 400


def test_no_vectors_at_all_are_none():
    assert not vectors.Index(vectors.joined([(b"", 2)]))


@pytest.mark.parametrize(
    ("question", "exact"),
    [
        ("refund", True),
        ("“ask for a refund”", True),
        ("「返金する」", True),
        ("領収書", True),
        ("API 429", True),
        ("rate_limit_error 429", True),
        ("退会したい", False),
        ("領収書発行方法一覧", False),
        ("get my money back", False),
        ("why does the API say 429 to me", False),
    ],
)
def test_single_words_quotes_and_codes_are_looked_for_as_they_are(question, exact):
    assert scoring.is_exact(question) is exact
