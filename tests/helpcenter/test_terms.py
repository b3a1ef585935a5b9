"""The analyser: what becomes of text in each kind of script, and what a question is reduced to."""

import pytest

from helpcenter.search import terms


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("Canceling subscriptions", "en", ["cancel", "subscript"]),
        ("解約", "ja", ["解約", "解", "約"]),
        ("サブスク", "ja", ["サブ", "ブス", "スク"]),
        ("解約する", "ja", ["解約", "約す", "する", "解", "約"]),
        ("ＡＰＩ　４２９", "ja", ["api", "429"]),
        ("ｶﾒﾗ", "ja", ["カメ", "メラ"]),
        ("구독취소", "ko", ["구독", "독취", "취소"]),
        ("ยกเลิก", "th", ["ยกเ", "กเล", "เลิ", "ลิก"]),
        ("Kündigungen", "de", ["kundig"]),
        ("don’t", "en", ["don't"]),
        ("猫", "ja", ["猫"]),
        ("", "en", []),
        ("!?", "en", []),
    ],
)
def test_text_becomes_terms(text, locale, expected):
    assert terms.terms(text, locale) == expected


def test_english_words_in_japanese_text_are_stemmed_as_english():
    assert terms.terms("Subscriptions を解約", "ja")[0] == "subscript"


@pytest.mark.parametrize("question", ["解約したい", "解約方法を教えてください", "解約したいのですが", "解約"])
def test_what_japanese_people_wrap_around_a_question_is_dropped(question):
    assert {term for term, weight in terms.query_terms(question, "ja").items() if weight == 1} == {"解約", "解", "約"}


def test_a_question_made_of_fillers_alone_is_kept():
    assert terms.query_terms("教えて", "ja")


def test_kana_endings_and_english_function_words_weigh_little():
    assert terms.query_terms("ごみを捨てる", "ja")["ごみ"] == 0.3
    assert terms.query_terms("what did I cancel", "en") == {"what": 0.3, "did": 0.3, "i": 0.3, "cancel": 1.0}


@pytest.mark.parametrize(
    "question",
    [
        "How do I cancel my subscription?",
        "I want to cancel my subscription",
        "Hello, can you help me cancel my subscription please",
        "I'm trying to cancel my subscription, thanks",
    ],
)
def test_the_words_around_an_english_question_count_for_nothing(question):
    heavy = {term for term, weight in terms.query_terms(question, "en").items() if weight == 1}
    assert heavy == set(terms.terms("cancel subscription", "en"))


def test_politeness_inside_a_word_is_left_alone():
    assert "hint" in terms.query_terms("hint this", "en")


@pytest.mark.parametrize("text", ["解約", "Cancel it", "구독"])
def test_places_of_terms_cut_the_text_where_they_stand(text):
    assert all(terms.normal(text)[start:end] for start, end, _term in terms.spans(text, "en"))
    assert terms.spans(text, "en")[0][0] == 0


def test_a_letter_that_becomes_several_moves_no_mark():
    assert (1, 3, "解約") in terms.spans("㍿解約", "ja")
    assert terms.spans("İstanbul", "en") == []
