"""What somebody may have meant who spelled a word as no article does."""

import pytest

from helpcenter import actions
from helpcenter.models import SearchedPhrase, Word
from helpcenter.search import spelling
from helpcenter.search.corrections import Known, completed, corrected
from helpcenter.search.spelling import Spelling, packed, words_in
from tests.helpcenter import shelf

EN = {
    "refund": 3,
    "refunds": 2,
    "fund": 1,
    "subscription": 5,
    "cancel": 4,
    "cancer": 1,
    "rate": 2,
    "limit": 2,
    "café": 1,
}
JA = {"ログイン": 4, "サーバー": 2, "取り消し": 2, "申し込み": 1, "二段階認証": 2, "アカウント": 3, "返金": 2}


def known(words: dict[str, int], locale: str, *, elsewhere: str = "") -> Known:
    return Known(locale, Spelling(packed(words)), lambda word: words.get(word, 0), lambda word: word == elsewhere)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("refnud", "refund"),
        ("Can I get a refnd?", ""),  # more words are unknown than known
        ("cancel my subscripton!", ""),
        ("subscripton", "subscription"),
        ("cancel subscriptionn", "cancel subscription"),
        ("Cancel Subscrption", "Cancel subscription"),
        ("cansel", "cancel"),
        ("cafe", "café"),
        ("ratelimit", "rate limit"),
        ("refund", ""),
        ("rfd", ""),
        ("2fund", ""),
        ("qwxyzv", ""),
        ("", ""),
    ],
)
def test_a_word_that_no_article_has_is_changed_by_one_letter_or_parted(typed, meant):
    assert corrected(typed, known(EN, "en")) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ろぐいん", "ログイン"),
        ("ろぐいんできない", "ログインできない"),
        ("ﾛｸﾞｲﾝｎ", ""),
        ("サーバ", "サーバー"),
        ("アカンウト", "アカウント"),
        ("取消", "取り消し"),
        ("取消しの方法", "取り消しの方法"),
        ("申込", "申し込み"),
        ("二段会認証を設定", "二段階認証を設定"),
        ("返品", ""),
        ("ログイン", ""),
        ("会話を削除", ""),
    ],
)
def test_japanese_is_known_by_other_kana_and_other_endings(typed, meant):
    assert corrected(typed, known(JA, "ja")) == meant


def test_a_word_that_another_language_has_is_no_slip():
    assert corrected("cansel", known(EN, "en", elsewhere="cansel")) == ""


def test_most_of_a_query_unknown_is_another_language():
    assert corrected("cansel refnud", known(EN, "en")) == ""
    assert corrected("cancel refnud", known(EN, "en")) == "cancel refund"


def test_a_last_word_goes_on_to_the_one_that_most_articles_have():
    assert completed("cancel subscr", known(EN, "en")) == "cancel subscription"
    assert completed("canc", known(EN, "en")) == "cancel"
    assert [completed(typed, known(EN, "en")) for typed in ("cancel ", "ca", "refund", "xyz", "")] == [""] * 5


def test_words_near_are_those_of_one_letter_and_no_others():
    words = Spelling(packed(["form", "from", "forms", "for", "farm", "fork", "format", "firm", "morf"]))
    assert sorted(words.near("form")) == ["farm", "firm", "for", "fork", "forms", "from"]
    assert sorted(words.near("a" * spelling.LONGEST)) == []
    assert Spelling(packed([])).near("form") == []


def test_numbers_codes_and_short_words_are_not_spelled():
    assert words_in("Error 429 on sk-ant: use 2FA or a refund in ログイン画面の取り消しは二段階認証、会話を削除") == {
        "error", "ant", "use", "refund", "ログイン", "取り消し", "二段階認証", "画面", "会話", "削除",
    }  # fmt: skip


@pytest.mark.django_db
def test_a_publication_teaches_its_words_once():
    shelf.publish()
    assert {"refund", "money", "everybody"} <= set(Word.objects.in_language("en"))
    before = Word.objects.count()
    shelf.publish(number=1002, slug="again")
    assert Word.objects.count() == before


@pytest.fixture
def page(reader):
    shelf.publish()
    return lambda query, path="/en/search": reader.get(f"{path}?q={query}").content.decode()


@pytest.mark.django_db
def test_what_was_likely_meant_is_searched_at_once_and_said(page):
    shown = page("refnud")
    assert "Showing results for “refund”." in shown
    assert "Ask for a <mark>refund</mark>" in shown
    assert 'href="/en/search?q=refnud&amp;typed"' in shown
    assert 'value="refnud"' in shown  # what was typed stays


@pytest.mark.django_db
def test_who_insists_gets_what_they_typed_and_a_link(page):
    shown = page("refnud&typed")
    assert "Showing results" not in shown
    assert 'Did you mean: <a href="/en/search?q=refund">refund</a>' in shown


@pytest.mark.django_db
def test_what_no_article_has_any_more_is_never_suggested(page):
    actions.unpublish_translation(translation=shelf.publish())
    assert set(Word.objects.in_language("en")) >= {"refund"}
    assert "refund”" not in page("refnud")


@pytest.mark.django_db
def test_while_one_types_the_likely_search_stands_first(reader):
    shelf.publish()
    first, second = reader.get("/en/search/suggest?q=refnud").json()
    assert first == ["Did you mean “refund”?", "/en/search?q=refund", "", "en"]
    assert second[0] == "Ask for a refund"
    assert [row[0] for row in reader.get("/en/search/suggest?q=refu").json()] == ["Ask for a refund"]


@pytest.mark.django_db
def test_the_messenger_says_so_too(page, reader):
    shown = page("refnud", "/en/messenger/search")
    assert "Showing results for “refund”." in shown
    assert 'href="/en/messenger/search?q=refnud&amp;typed' in shown
    assert "<mark>refund</mark>" in shown
    assert "Did you mean “refund”?" in page("refnud", "/en/messenger/suggest")


@pytest.mark.django_db
def test_the_log_keeps_what_was_typed_with_what_it_found(page):
    page("refnud")
    row = SearchedPhrase.objects.get()
    assert (row.words, row.found) == ("refnud", 1)
