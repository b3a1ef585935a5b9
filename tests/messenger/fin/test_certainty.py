"""How sure it is that the best article answers: what is weighed where, and who is refused by rule."""

import tomllib
from pathlib import Path

import pytest

from messenger.fin import certainty
from messenger.fin.certainty import is_gibberish, named_elsewhere, of

WEIGHTS = tomllib.loads(Path(certainty.__file__).with_name("certainty.toml").read_text())
NEUTRAL = dict.fromkeys(WEIGHTS, 0.0) | {"neighbours": 0.0}


def test_by_meaning_what_nobody_answers_takes_certainty_away():
    ours = NEUTRAL | {
        "warmth": 0.6,
        "nearest": 0.9,
        "total": 1.2,
        "nearer": 0.5,
        "silent": -0.4,
        "learned": 0.5,
        "length": 4,
    }
    assert of(ours) > 0.9
    assert of(ours | {"neighbours": 1.0, "nearer": -0.2, "silent": 0.2, "warmth": 0.2, "total": 0.4}) < 0.5


def test_a_feature_that_is_missing_is_no_zero():
    with pytest.raises(KeyError):
        of({"neighbours": 0.1})


@pytest.mark.parametrize(
    ("nearest", "section", "sure"), [(0.35, 0.1, 0.5), (0.1, 0.35, 0.5), (0.9, 0, 1), (-0.2, -0.1, 0)]
)
def test_without_what_nobody_asks_the_nearest_decides(nearest, section, sure):
    assert of({"words": 0, "nobody_words": 1, "nearest": nearest, "section": section}) == pytest.approx(sure)


@pytest.mark.parametrize(("words", "nobody", "sure"), [(0.15, 0, 0.5), (0.6, 0.5, 1), (0.6, 0.7, 0), (0, 0, 0)])
def test_by_words_alone_the_share_of_them_decides(words, nobody, sure):
    assert of({"words": words, "nobody_words": nobody}) == pytest.approx(sure)


@pytest.mark.parametrize("text", ["aaaa", "abab", "ああああ", "11111"])
def test_keys_that_were_only_tried_are_gibberish(text):
    assert is_gibberish(text)


@pytest.mark.parametrize("text", ["aab", "refund", "はい", "404", ""])
def test_short_words_are_none(text):
    assert not is_gibberish(text)


def test_products_of_others_are_known_in_the_ways_that_people_write_them():
    assert named_elsewhere("My Netflix bill") == ("netflix",)
    assert "ネトフリ" in named_elsewhere("ネトフリの解約")
    assert named_elsewhere("cancel my plan") == ()
