"""Search in the messenger: what is found and where, what is suggested while typing, and asking Fin instead."""

import pytest

from helpcenter.models import Translation
from messenger.home.early import is_enough
from messenger.models import Conversation
from tests import cast
from tests.helpcenter import shelf
from web.models import Tally

pytestmark = pytest.mark.django_db


def found(browser: cast.Browser, query: str, locale: str = "en") -> str:
    return browser.get(f"/{locale}/messenger/search", {"q": query}).content.decode()


def suggested(browser: cast.Browser, query: str, locale: str = "en") -> str:
    response = browser.get(f"/{locale}/messenger/suggest", {"q": query, "back": "/en/messenger/"})
    assert response.status_code == 200
    return response.content.decode()


def test_a_hit_names_its_collection_and_comes_back_to_the_results(reader: cast.Browser, articles: None) -> None:
    page = found(reader, "cancel subscription")
    assert "<small>All</small>" in page
    assert "articles/9018020?back=%2Fen%2Fmessenger%2Fsearch%3Fq%3Dcancel%2Bsubscription" in page


def test_a_hit_in_another_language_says_which(reader: cast.Browser, articles: None) -> None:
    Translation.objects.exclude(locale="en").delete()
    assert '<small lang="en">English</small>' in found(reader, "cancel subscription", "ja")
    assert '<small lang="en">' not in found(reader, "cancel subscription")


def test_a_hit_and_what_is_suggested_lead_to_the_section_that_was_meant(reader: cast.Browser, db: None) -> None:
    shelf.publish(body_markdown="Lead.\n\n## Chargebacks\n\nYour bank decides on a chargeback.\n")
    page = found(reader, "chargeback")
    assert "articles/1001?back=%2Fen%2Fmessenger%2Fsearch%3Fq%3Dchargeback#chargebacks" in page
    assert '<span lang="en"><mark>Chargebacks</mark></span><small>Billing</small>' in page
    assert "Your bank decides on a <mark>chargeback</mark>.</span>" in page
    page = suggested(reader, "chargeback")
    assert 'articles/1001?back=%2Fen%2Fmessenger%2F#chargebacks" lang="en">Ask for a refund' in page


def test_the_count_is_said_while_it_is_true(reader: cast.Browser, articles: None, monkeypatch) -> None:
    assert "1 article</p>" in found(reader, "subscription cancel web")
    monkeypatch.setattr("messenger.home.search_views._RESULTS", 1)
    page = found(reader, "subscription cancel web")
    assert "1 article</p>" not in page
    assert "The best matches" in page


def test_nothing_found_says_so_and_hands_the_words_to_fin(reader: cast.Browser, articles: None) -> None:
    page = found(reader, "qwertyuiop <b>")
    assert "<strong>No article found for “qwertyuiop &lt;b&gt;”.</strong>" in page
    assert "qwertyuiop &lt;b&gt;</textarea>" in page
    reader.post("/en/messenger/start", {"text": "qwertyuiop"})
    assert Conversation.objects.get().text == "qwertyuiop"


def test_results_offer_fin_with_the_words_too(reader: cast.Browser, articles: None) -> None:
    assert "cancel subscription</textarea>" in found(reader, "cancel subscription")


def test_a_side_trip_over_several_articles_and_a_search_leads_back_to_where_it_began(
    reader: cast.Browser, articles: None
) -> None:
    chat = "/en/messenger/c/abc/"
    article = reader.get("/en/messenger/articles/9015941", {"back": chat}).content.decode()
    assert f'<a class="bar-button" href="{chat}" data-back' in article
    assert 'href="/en/messenger/articles/9018020?back=%2Fen%2Fmessenger%2Fc%2Fabc%2F"' in article
    assert "<title>Get support when you cannot log in · Support messenger" in article
    searching = reader.get("/en/messenger/search", {"q": "cancel", "back": chat}).content.decode()
    assert f'<input type="hidden" name="back" value="{chat}">' in searching
    assert 'name="back"' not in reader.get("/en/messenger/search?q=x&back=//evil").content.decode()


# --- while typing ---


def test_what_is_typed_suggests_articles_that_lead_back(reader: cast.Browser, articles: None) -> None:
    page = suggested(reader, "cancel")
    assert 'href="/en/messenger/articles/9018020?back=%2Fen%2Fmessenger%2F"' in page
    assert 'data-said="2 articles. ' in page
    assert "<html" not in page


@pytest.mark.parametrize(("query", "enough"), [("", False), ("c", False), ("ca", True), ("解", True), ("か", False)])
def test_one_letter_says_nothing_yet_but_one_han_character_does(query: str, enough: bool) -> None:
    assert is_enough(query) is enough


def test_too_early_and_nothing_found_are_calm(reader: cast.Browser, articles: None) -> None:
    for query in ("c", "qwertyuiop", "\0"):
        page = suggested(reader, query)
        assert "<a" not in page
        assert 'id="suggestions"' in page
        assert "hidden" in page


def test_suggestions_have_a_limit_of_their_own_and_say_nothing_past_it(
    reader: cast.Browser, articles: None, limit
) -> None:
    limit("suggest", network=1)
    limit("search", network=1)
    assert "<a" in suggested(reader, "cancel")
    assert "<a" not in suggested(reader, "cancel subs")
    assert "9018020" in found(reader, "cancel")
    assert set(Tally.objects.values_list("count", flat=True)) == {1}


def test_a_fragment_for_the_frame_is_the_list_alone(reader: cast.Browser, articles: None) -> None:
    response = reader.get("/en/messenger/suggest?q=cancel", headers={"HX-Request": "true"})
    assert response.content.decode().lstrip().startswith('<div id="suggestions"')
    assert not response.cookies
