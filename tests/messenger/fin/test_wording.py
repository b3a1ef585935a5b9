"""Texts made even, and the patterns that editors write."""

import time

import pytest

from messenger.fin.understanding import understand
from messenger.fin.wording import LONGEST, even, pattern, sentences


@pytest.mark.parametrize(
    ("typed", "looks"),
    [
        ("Ｈｅｌｌｏ", "hello"),
        ("S'il vous plaît", "s il vous plait"),
        ("log-in", "log in"),
        ("ボット", "ボット"),
        ("ﾎﾞｯﾄ", "ボット"),
        ("상담원 연결", "상담원연결"),
        ("AIじゃなく人", "ai じゃなく人"),
        ("أُريد إنسانًا", "اريد انسانا"),
        ("ещё", "еще"),
        ("hu\u200bman", "human"),
    ],
)
def test_even(typed, looks):
    assert even(typed) == looks


@pytest.mark.parametrize(
    ("phrase", "text", "is_found"),
    [
        ("real person", "a REAL  person please", True),
        ("agent", "agents", False),
        ("agent*", "agents", True),
        ("*موظف", "الموظف", True),
        ("talk to (a|the|) human", "talk to human", True),
        ("talk to (a|the|) human", "talk to my human", False),
        ("pass … person", "pass this on to a person", True),
        ("can you do$", "what can you do?", True),
        ("can you do$", "what can you do for me?", False),
        ("상담원 연결", "상담원연결해 주세요", True),
        ("人", "AI人", True),
        ("ai", "AIと話す", True),
        ("what? (x|y)", "what? x", True),
    ],
)
def test_pattern(phrase, text, is_found):
    assert (pattern([phrase]).search(even(text)) is not None) is is_found


def test_no_phrase_finds_nothing():
    assert pattern([]).search("") is None


def test_sentences_keep_the_marks_that_end_them():
    assert sentences("Hi! Version 1.2 fails. Why?!\n本当ですか？はい。") == [
        "Hi!",
        "Version 1.2 fails.",
        "Why?!",
        "本当ですか？",
        "はい。",
    ]


@pytest.mark.parametrize("text", ["talk to ", "我", "x", "a b, ", "تحدث ", "人間に話", "?!"])
def test_a_hostile_text_takes_no_long(text):
    understand("warm", "en")
    start = time.process_time()
    understand(text * (LONGEST // len(text) + 9), "en")
    assert time.process_time() - start < 3
