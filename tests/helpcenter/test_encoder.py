"""The encoder behind its interface: one space for its languages, and words alone where there is none."""

import logging
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from helpcenter.search import encoder


@pytest.fixture
def not_installed(monkeypatch):
    """As where the package is missing."""
    monkeypatch.setattr(encoder, "USE", None)
    encoder._loaded.cache_clear()
    encoder._of_question.cache_clear()
    yield
    encoder._loaded.cache_clear()
    encoder._of_question.cache_clear()


def cosine(one, other):
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


def test_a_question_is_near_the_same_in_another_language_and_far_from_others():
    title, weather = encoder.encode(["返金を依頼する", "今日の天気"]).astype(float)
    question = encoder.encode_question("can I have my money back")
    assert cosine(question, title) > 0.4 > 0.2 > cosine(question, weather)


def test_a_text_is_encoded_alike_alone_and_among_others_and_by_many_at_once():
    texts = ["Ask for a refund", "返金", "", "half a character \ud800", "x" * 100_000]
    together = encoder.encode(texts)
    assert together.dtype == np.int8
    with ThreadPoolExecutor(4) as threads:
        alone = list(threads.map(lambda text: encoder.encode([text])[0], texts))
    for each, other in zip(together, alone, strict=True):
        assert np.abs(each.astype(int) - other).max() <= 1


@pytest.mark.parametrize(
    ("locale", "known"), [("ja", True), ("pt-BR", True), ("zh-TW", True), ("hi", False), ("id", False)]
)
def test_it_says_which_languages_it_knows(locale, known):
    assert encoder.knows(locale) is known


def test_a_question_in_letters_that_it_does_not_know_has_no_vector():
    assert encoder.encode_question("मुझे अपना पैसा वापस चाहिए") is None
    assert encoder.encode_question("what does μ mean") is not None


def test_without_the_package_there_are_no_vectors_and_the_log_says_so_once(not_installed, caplog):
    with caplog.at_level(logging.WARNING):
        assert encoder.encode(["refund"]) is None
        assert encoder.encode_question("refund") is None
        assert not encoder.is_there()
    assert len(caplog.records) == 1
