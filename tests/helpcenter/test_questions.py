"""The questions of the shipped articles: enough of them, and each leads to one article."""

import re
import unicodedata
from collections import defaultdict

import pytest

from helpcenter.models import Translation

pytestmark = pytest.mark.django_db
_HIRAGANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}


def heard(question: str) -> frozenset[str]:
    """The words of a question, however they are written and in whatever order."""
    return frozenset(re.findall(r"\w+", unicodedata.normalize("NFKC", question).casefold().translate(_HIRAGANA)))


def test_the_same_words_are_the_same_question():
    assert heard("かいやく したい") == heard("したい、カイヤク？") != heard("解約したい")


def test_every_shipped_text_knows_ten_questions_or_more(shipped):
    asked = Translation.objects.filter(locale__in=("en", "ja")).values_list("locale", "article__number", "questions")
    assert [each for each in asked if len(each[2]) < 10] == []
    assert asked


@pytest.mark.parametrize("locale", ["en", "ja"])
def test_no_two_articles_answer_the_same_question(shipped, locale):
    answers = defaultdict(set)
    for number, questions in Translation.objects.in_language(locale).values_list("article__number", "questions"):
        for question in questions:
            answers[heard(question)].add(number)
    assert {words: numbers for words, numbers in answers.items() if len(numbers) > 1} == {}
