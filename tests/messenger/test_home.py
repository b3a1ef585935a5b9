"""The messenger's home, search, articles inside, the list, and what one may reach."""

import re

import pytest

from messenger.models import Conversation
from tests import cast
from tests.messenger.steps import draft

pytestmark = pytest.mark.django_db


def test_the_home_offers_search_and_a_message_to_fin(reader: cast.Browser) -> None:
    page = reader.get("/en/messenger/").content.decode()
    assert 'action="/en/messenger/search"' in page
    assert 'action="/en/messenger/start"' in page
    assert "Chat with the AI support bot Fin" in page
    assert "no live chat" in page


def test_opening_the_messenger_stores_nothing_and_sets_no_cookie(reader: cast.Browser) -> None:
    response = reader.get("/en/messenger/")
    assert not response.cookies
    assert not Conversation.objects.exists()
    assert response["Cache-Control"].startswith("max-age=0")


def test_the_home_says_once_who_is_signed_in_and_where(pro: cast.Browser) -> None:
    page = pro.get("/en/messenger/").content.decode()
    assert page.count(">Pro</bdi> ·") == page.count("Pro</") == 1
    assert "<span>claude.localhost</span>" in page


def test_a_panel_has_no_site_header_and_a_page_has(reader: cast.Browser) -> None:
    assert b"site-header" in reader.get("/en/messenger/").content
    panel = reader.get("/en/messenger/?panel=1").content
    assert b"site-header" not in panel
    assert b'data-mode="panel"' in panel


def test_in_the_panel_a_page_that_does_not_say_so_is_the_panels_too(reader: cast.Browser) -> None:
    """A form that was pressed before the scripts had begun; its page was opened on an article."""
    panel = "http://help.localhost/en/messenger/?panel=1&from=/en/articles/9018020-x"
    page = reader.get("/en/messenger/", headers={"Sec-Fetch-Dest": "iframe", "Referer": panel}).content.decode()
    assert 'data-mode="panel"' in page
    assert "?next=/en/articles/9018020-x%23messenger" in page
    alone = reader.get("/en/messenger/", headers={"Sec-Fetch-Dest": "document", "Referer": panel}).content.decode()
    assert 'data-mode="page"' in alone


def test_htmx_gets_the_fragment_alone(reader: cast.Browser) -> None:
    page = reader.get("/en/messenger/", headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith('<section id="messenger"')
    assert "<html" not in page


@pytest.mark.usefixtures("articles")
def test_search_finds_an_article_in_every_state_even_at_the_legacy_domain(legacy_admin: cast.Browser) -> None:
    page = legacy_admin.get("/en/messenger/search?q=cancel+subscription").content.decode()
    back = "%2Fen%2Fmessenger%2Fsearch%3Fq%3Dcancel%2Bsubscription"
    assert f'href="/en/messenger/articles/9018020?back={back}"' in page


def test_search_without_a_hit_says_so_and_quotes_the_query_safely(reader: cast.Browser) -> None:
    page = reader.get("/en/messenger/search?q=%3Cb%3Ezzz").content.decode()
    assert "No article found" in page
    assert "&lt;b&gt;zzz" in page


@pytest.mark.usefixtures("articles")
def test_an_article_opens_inside_and_its_links_stay_inside(reader: cast.Browser) -> None:
    page = reader.get("/en/messenger/articles/9015941").content.decode()
    assert 'href="/en/messenger/articles/9018020"' in page
    assert 'target="_top"' in page


def test_an_unknown_article_is_not_found(reader: cast.Browser) -> None:
    assert reader.get("/en/messenger/articles/1").status_code == 404


def test_starting_keeps_the_text_and_leads_to_the_conversation(reader: cast.Browser) -> None:
    response = reader.post("/en/messenger/start", {"text": "My <b>card</b> was charged"})
    row = Conversation.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/en/messenger/c/{row.reference}/"
    assert (row.text, row.stage, row.consented_at) == ("My <b>card</b> was charged", "draft", None)
    assert response.cookies["visitor"]["httponly"]


def test_starting_again_takes_up_the_unsent_conversation(reader: cast.Browser) -> None:
    reader.post("/en/messenger/start", {"text": "first words"})
    reader.post("/en/messenger/start", {"text": ""})
    assert Conversation.objects.get().text == "first words"
    assert b"first words" in reader.get("/en/messenger/").content


def test_a_secret_in_the_first_words_is_hidden_and_told(reader: cast.Browser) -> None:
    page = reader.post("/en/messenger/start", {"text": "Card 4242 4242 4242 4242"}, follow=True).content.decode()
    assert Conversation.objects.get().text == "Card [card number ••••4242]"
    assert "We hid a card number in your text" in page
    assert "4242 4242" not in page


def test_too_long_a_text_is_refused_with_everything_typed_still_there(reader: cast.Browser) -> None:
    response = reader.post("/en/messenger/start", {"text": "x" * 5001})
    assert response.status_code == 422
    assert b"x" * 5001 in response.content


def test_starting_by_get_or_from_another_site_is_refused(reader: cast.Browser) -> None:
    assert reader.get("/en/messenger/start").status_code == 405
    assert reader.post("/en/messenger/start", headers={"Origin": "https://evil.example"}).status_code == 403
    assert not Conversation.objects.exists()


def test_the_list_shows_ones_own_conversations_alone(pro: cast.Browser, free: cast.Browser) -> None:
    draft(pro, text="mine")
    draft(free, text="of somebody else")
    page = pro.get("/en/messenger/conversations").content.decode()
    assert "mine" in page
    assert "of somebody else" not in page


def test_a_conversation_that_the_list_led_to_leads_back_to_it(pro: cast.Browser) -> None:
    row = draft(pro, text="mine")
    page = pro.get("/en/messenger/conversations?deleted=1").content.decode()
    [link] = re.findall(rf'href="(/en/messenger/c/{row.reference}/[^"]*)"', page)
    assert 'href="/en/messenger/conversations" data-back' in pro.get(link).content.decode()


def test_the_list_is_empty_for_a_stranger(reader: cast.Browser) -> None:
    assert "Nothing here yet." in reader.get("/en/messenger/conversations").content.decode()


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ("pro", "Your plan includes answers"),
        ("team_member", "primary owner or owner of your organization"),
        ("console_member", "A Console admin of your organization"),
        ("legacy_admin", "an address that is being replaced"),
        ("free", "The Free plan includes"),
        ("", "log in first"),
    ],
)
def test_what_one_can_reach_names_the_reason(person: str, words: str) -> None:
    assert words in cast.browser(person=person).get("/en/messenger/reach").content.decode()


@pytest.mark.parametrize("path", ["", "reach"])
@pytest.mark.parametrize(
    ("person", "there"), [("enterprise_owner", True), ("team_owner", False), ("legacy_admin", False), ("", False)]
)
def test_the_enterprise_form_is_linked_for_whom_it_is_open(path: str, person: str, there: bool) -> None:
    page = cast.browser(person=person).get(f"/en/messenger/{path}").content.decode()
    assert ('href="/en/requests/enterprise" target="_top"' in page) is there


def test_the_page_speaks_japanese_under_its_japanese_address(reader: cast.Browser) -> None:
    response = reader.get("/ja/messenger/")
    assert response["Content-Language"] == "ja"
    assert '<html lang="ja" dir="ltr">' in response.content.decode()


def test_the_language_can_be_changed_on_the_messengers_own_page(reader: cast.Browser) -> None:
    page = reader.get("/en/messenger/search?q=cancel").content.decode()
    assert 'href="/ja/messenger/search?q=cancel"' in page


def test_after_a_refused_post_the_language_switcher_leads_to_the_home(reader: cast.Browser) -> None:
    page = reader.post("/en/messenger/start", {"text": "x" * 5001}).content.decode()
    assert 'href="/ja/messenger/"' in page
    assert 'href="/ja/messenger/start"' not in page
