"""Terms, sentences and marks under any text: nothing is lost, moved, or let through as markup."""

import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpcenter.search import terms
from helpcenter.search.highlight import marked
from helpcenter.search.sentences import best_passage, coverage, sentences

LOCALES = st.sampled_from(["en", "ja", "ko", "th", "de", "ar", "pt-br", "zh-hans"])
LETTERS = "abcXYZ éüß İıſ ﬁ ①㍿ ＡＢ１２ ｶﾞ カナかな漢字解約 한국 ไทย العربية '’.。!?！\n<>&\"\0🙂"
TEXT = st.text(st.sampled_from(LETTERS), max_size=60) | st.text(max_size=60)


def even(_term: str) -> float:
    return 1.0


@given(TEXT, LOCALES)
def test_any_text_has_terms_without_space_or_marks(text, locale):
    assert [term for term in terms.terms(text, locale) if not term or re.search(r"[\s.。!?<>&]", term)] == []


@given(TEXT)
@example("İﾞ")
def test_making_letters_one_is_done_once(text):
    assert terms.normal(terms.normal(text)) == terms.normal(text)


@given(TEXT, TEXT, LOCALES)
def test_lines_do_not_flow_together(one, two, locale):
    assert terms.terms(f"{one}\n{two}", locale) == terms.terms(one, locale) + terms.terms(two, locale)


@given(TEXT, LOCALES)
def test_places_of_terms_lie_in_the_text_in_order(text, locale):
    places = terms.spans(text, locale)
    assert all(0 <= start < end <= len(text) for start, end, _term in places)
    assert [start for start, _end, _term in places] == sorted(start for start, _end, _term in places)


@given(TEXT, LOCALES)
def test_a_question_weighs_every_term_a_little_or_wholly(text, locale):
    assert set(terms.query_terms(text, locale).values()) <= {0.3, 1.0}


@given(TEXT, LOCALES)
def test_a_question_asks_for_nothing_that_was_not_typed(text, locale):
    # Question words are cut out of the text before it is read, which can join what stood beside them into one word.
    joined = set(terms.terms("".join(text.split()), locale))
    left = set(terms.query_terms(text, locale))
    assert left <= set(terms.terms(text, locale)) | joined


@given(TEXT)
@example("One. Two!\nThree?")
@example("「はい。」と答えます。")
def test_sentences_hold_every_letter_of_the_text(text):
    assert re.sub(r"\s", "", "".join(sentences(text))) == re.sub(r"\s", "", text)


@given(TEXT)
def test_sentences_are_trimmed_and_never_empty(text):
    assert [part for part in sentences(text) if not part or part != part.strip()] == []


@given(TEXT, TEXT, LOCALES)
def test_a_passage_is_made_of_the_texts_own_sentences(text, question, locale):
    passage = best_passage(text, terms.query_terms(question, locale), even, locale)
    parts = sentences(text)
    assert passage == "" if not parts else passage in "\n".join(parts)


@given(st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=200), min_size=1, max_size=9), st.data())
def test_a_passage_is_short_unless_one_sentence_is_long(words, data):
    parts = [f"{word}。" for word in words]
    passage = best_passage("\n".join(parts), {data.draw(st.sampled_from(words)): 1.0}, even, "ja")
    assert len(passage) <= max(320, *(len(part) for part in sentences("\n".join(parts))))


@given(TEXT, LOCALES)
def test_a_text_covers_at_most_what_was_asked(text, locale):
    query = terms.query_terms("cancel 解約 subscription", locale)
    assert 0 <= coverage(text, query, even, locale) <= sum(query.values())


@given(TEXT, TEXT, LOCALES)
def test_marks_change_no_letter(text, query, locale):
    html = marked(text, query, locale)
    assert unescape(html.replace("<mark>", "").replace("</mark>", "")) == unescape(
        text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
        .replace("'", "&#x27;")
    )


@given(TEXT, TEXT, LOCALES)
def test_no_markup_but_marks_gets_through(text, query, locale):
    html = marked(text, query, locale)
    assert set(re.findall(r"<[^>]*>", html)) <= {"<mark>", "</mark>"}
    assert html.count("<mark>") == html.count("</mark>")


@pytest.mark.parametrize(
    ("text", "query", "locale", "html"),
    [
        ("解約する", "解約", "ja", "<mark>解約</mark>する"),
        ("ＡＰＩ keys", "api", "en", "<mark>ＡＰＩ</mark> keys"),
        ("Canceling it", "cancel", "en", "<mark>Canceling</mark> it"),
        ("the end", "the", "en", "the end"),
        ("a < b & c", "b", "en", "a &lt; <mark>b</mark> &amp; c"),
        ("", "x", "en", ""),
        ("x", "", "en", "x"),
    ],
)
def test_what_was_asked_for_is_marked(text, query, locale, html):
    assert marked(text, query, locale) == html


@pytest.mark.parametrize(
    ("one", "other", "locale"),
    [
        ("ＡＰＩキー", "APIキー", "ja"),
        ("ﾛｸﾞｲﾝ", "ログイン", "ja"),
        ("ｶﾞｲﾄﾞ", "ガイド", "ja"),
        ("CANCEL", "cancel", "en"),
        ("don’t", "don't", "en"),
        ("①", "1", "en"),
        ("STRASSE", "straße", "de"),
        ("cancelled", "cancel", "en"),
        ("subscriptions", "subscription", "en"),
    ],
)
def test_ways_to_write_the_same_are_the_same(one, other, locale):
    assert terms.terms(one, locale) == terms.terms(other, locale)


@pytest.mark.parametrize(("one", "other"), [("解約", "契約"), ("ログイン", "ログアウト"), ("プラン", "ブラン")])
def test_ways_to_write_different_things_differ(one, other):
    assert set(terms.terms(one, "ja")) != set(terms.terms(other, "ja"))
