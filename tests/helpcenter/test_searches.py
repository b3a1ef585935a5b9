"""What people search for is counted without them: which words are kept, and what the report says of them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from helpcenter import actions
from helpcenter.models import OpenedResult, SearchedPhrase
from helpcenter.search.searched import searched
from tests import cast
from tests.helpcenter import shelf

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Cancel   Subscription? ", "cancel subscription"),
        ("ＡＰＩ キー。", "api キー"),
        ("error 429", "error 429"),
        ("mail from mia@example.com", ""),
        ("+49 170 123 45 67", ""),
        ("order 1234567", ""),
        ("sk-ant-api03-" + "a" * 40, ""),
        ("https://claude.ai/chat/x", ""),
        ("x" * 101, ""),
        ("?!", ""),
    ],
)
def test_only_words_that_say_nothing_of_a_person_are_kept(typed: str, kept: str) -> None:
    assert searched(typed) == kept


@pytest.fixture
def reader(reader: cast.Browser, db: None) -> cast.Browser:
    shelf.publish()
    return reader


def note(words: str, *, found: int = 3, times: int = 1, locale: str = "en", day: date = DAY) -> None:
    for _time in range(times):
        actions.note_search(query=words, locale=locale, place="page", found=found, day=day)


@pytest.mark.django_db
def test_the_report_says_what_is_asked_most_what_finds_nothing_and_what_nobody_opens() -> None:
    note("refund", times=3)
    note("Refund?", day=DAY - timedelta(days=1))
    note("pony", found=0, times=2)
    note("login")
    actions.note_opened(query="REFUND", locale="en", place="page", number=9018034, day=DAY)
    rows = SearchedPhrase.objects.since(DAY - timedelta(days=7), "en")
    assert [(row["words"], row["times"], row["followed"]) for row in rows.most_asked(9)] == [
        ("refund", 4, 1),
        ("pony", 2, 0),
        ("login", 1, 0),
    ]
    assert [row["words"] for row in rows.without_result(9)] == ["pony"]
    assert [row["words"] for row in rows.without_click(9)] == ["login"]
    assert SearchedPhrase.objects.since(DAY, "ja").most_asked(9) == []


@pytest.mark.django_db
def test_a_result_opened_again_and_again_counts_no_further_than_results_were_shown() -> None:
    note("refund", found=2)
    for _time in range(5):
        actions.note_opened(query="refund", locale="en", place="page", number=1001, day=DAY)
    assert SearchedPhrase.objects.get().opened == OpenedResult.objects.get().times == 2
    actions.note_opened(query="never asked", locale="en", place="page", number=1001, day=DAY)
    assert SearchedPhrase.objects.count() == 1


@pytest.mark.django_db
def test_after_two_years_it_is_forgotten() -> None:
    note("old", day=DAY - timedelta(days=731))
    note("new")
    actions.forget_old_searches(today=DAY)
    assert [row.words for row in SearchedPhrase.objects.all()] == ["new"]


def test_the_search_page_counts_a_search_and_browsers_say_which_result_was_opened(reader: cast.Browser) -> None:
    page = reader.get("/en/search?q=refund").content.decode()
    ping = page.partition('ping="')[2].partition('"')[0].replace("&amp;", "&")
    assert reader.post(ping).status_code == 204
    row = SearchedPhrase.objects.get()
    assert (row.words, row.place, row.asked, row.opened, row.day) == ("refund", "page", 1, 1, timezone.now().date())
    assert row.found > 0
    assert str(row.results.get().number) in ping


def test_another_sites_page_counts_nothing(reader: cast.Browser) -> None:
    reader.get("/en/search?q=refund")
    assert reader.post("/en/search/opened/1001?q=refund", headers={"Origin": "https://example.com"}).status_code == 403
    assert SearchedPhrase.objects.get().opened == 0


def test_the_messenger_counts_too_and_knows_what_was_opened_by_where_one_comes_from(reader: cast.Browser) -> None:
    reader.get("/en/messenger/search?q=refund")
    reader.get("/en/messenger/articles/1001?back=/en/messenger/search%3Fq%3Drefund")
    reader.get("/en/messenger/articles/1001?back=/en/messenger/")
    row = SearchedPhrase.objects.get()
    assert (row.place, row.asked, row.opened) == ("messenger", 1, 1)


def test_editors_read_the_report_and_strangers_do_not(editor: cast.Browser, reader: cast.Browser) -> None:
    note("refund", day=timezone.now().date())
    note("返金", locale="ja", day=timezone.now().date())
    address = "/admin/helpcenter/searchedphrase/"
    page = editor.get(address).content.decode()
    assert "refund" in page
    assert "返金" in page
    assert "返金" not in editor.get(f"{address}?locale=en&days=7").content.decode()
    assert editor.get(f"{address}?locale=xx&days=9999").status_code == 200
    assert reader.get(address).status_code == 302
