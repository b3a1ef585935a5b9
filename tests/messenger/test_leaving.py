"""Without scripts a link away is a button that hands over what is typed; with them it is the link alone."""

import re

import pytest
from django.http import QueryDict

from messenger.leaving import destination, with_twins
from messenger.models import Conversation
from tests import cast
from tests.messenger.steps import at, chatting, in_details

HOME = "/en/messenger/"
SCREEN = '<main><section id="messenger" class="screen"><form id="f"></form>{}</section></main><a href="/en/">Help</a>'


def twins_of(links: str) -> str:
    return with_twins(SCREEN.format(links), "f", "/keep")


def test_a_link_has_a_twin_that_submits_the_form_and_looks_alike():
    page = twins_of('<a class="teaser" href="/en/x?back=%2F&amp;q=1" lang="ja" target="_top">Words</a>')
    assert '<a class="teaser" href="/en/x?back=%2F&amp;q=1" lang="ja" target="_top">Words</a>' in page
    twin = re.search(r"</a><noscript><button([^>]*)>Words</button></noscript>", page)
    assert twin
    assert twin[1] == (
        ' class="leaves teaser" lang="ja" form="f" formaction="/keep" formnovalidate name="to" '
        'value="/en/x?back=%2F&amp;q=1"'
    )


@pytest.mark.parametrize(
    "href", ["#place", "https://example.com/", "/en/messenger/c/x/transcript.html", "/c/x/files/y"]
)
def test_what_leaves_the_page_where_it_is_has_none(href: str):
    link = f'<a href="{href}">Words</a>'
    assert f"{link}</section>" in twins_of(link)


def test_what_stands_around_the_screen_and_a_screen_without_the_form_stay_as_they_are():
    assert twins_of("").endswith('</main><a href="/en/">Help</a>')
    assert with_twins("<main><a href='/'>x</a></main>", "f", "/keep") == "<main><a href='/'>x</a></main>"


def test_enter_presses_what_it_pressed_before():
    pressed = twins_of('<a href="/en/x">Back</a><button class="b" form="f" formaction="/code">Confirm</button>')
    first = re.search(r"<noscript><button[^>]*>", pressed)
    assert first
    assert 'form="f" formaction="/code">' in first[0]


@pytest.mark.parametrize(
    ("posted", "leads"),
    [
        ({"to": "/en/messenger/reach"}, "/en/messenger/reach"),
        ({"to": "//elsewhere.example/"}, HOME),
        ({"to": "/en/messenger/search", "q": " two  words "}, "/en/messenger/search?q=two+words"),
        ({"to": "/en/messenger/search", "q": "a", "text": "b"}, "/en/messenger/search?q=a&kept=1"),
        (
            {"to": "/en/messenger/search?q=did+you+mean", "q": "a"},
            "/en/messenger/search?q=did+you+mean&back=%2Fen%2Fmessenger%2F%3Fq%3Da",
        ),
        ({"to": HOME, "q": "a"}, "/en/messenger/?q=a"),
        (
            {"to": "/en/messenger/reach?back=%2Fen%2Fmessenger%2F", "q": "a"},
            "/en/messenger/reach?back=%2Fen%2Fmessenger%2F%3Fq%3Da",
        ),
        ({"to": "/en/sign-in/?next=x", "q": "a"}, "/en/sign-in/?next=x"),
        ({"to": "/en/messenger/reach", "text": "same", "given": "same"}, "/en/messenger/reach"),
    ],
)
def test_where_a_twin_leads(posted: dict[str, str], leads: str):
    query = QueryDict(mutable=True)
    query.update(posted)
    assert destination(query, HOME) == leads


@pytest.mark.django_db
def test_leaving_home_keeps_the_words_and_nothing_of_who_typed_none(reader: cast.Browser):
    away = reader.post("/en/messenger/start", {"to": "/en/messenger/reach", "text": "", "q": ""})
    assert (away["Location"], Conversation.objects.count(), len(away.cookies)) == ("/en/messenger/reach", 0, 0)
    away = reader.post("/en/messenger/start", {"to": "/en/messenger/reach", "text": "Help <me>"})
    assert away["Location"].startswith("/en/messenger/reach?back=")
    assert "Help &lt;me&gt;</textarea>" in reader.get(HOME).content.decode()
    assert Conversation.objects.get().stage == "draft"


@pytest.mark.django_db
def test_a_search_that_was_left_with_words_for_fin_shows_them_again(reader: cast.Browser):
    away = {"to": "/en/messenger/search", "q": "529", "given": "429"}
    reader.post("/en/messenger/start", {**away, "text": "429"})
    assert not Conversation.objects.exists(), "the search's own words"
    found = reader.post("/en/messenger/start", {**away, "text": "It says 529"})
    assert "It says 529</textarea>" in reader.get(found["Location"]).content.decode()


@pytest.mark.django_db
def test_leaving_the_details_and_the_chat_keeps_what_stands_there(pro: cast.Browser):
    row = in_details(pro, "billing")
    away = pro.post(at(row, "leave"), {"to": HOME, "text": "A <story>", "field_charge_date": "2026-11-01"})
    assert away["Location"].startswith(HOME)
    page = pro.get(at(row)).content.decode()
    assert "A &lt;story&gt;</textarea>" in page
    assert 'value="2026-11-01"' in page
    row = chatting(pro)
    pro.post(at(row, "leave"), {"to": HOME, "text": "Half a sentence"})
    assert "Half a sentence</textarea>" in pro.get(at(row)).content.decode()
    pro.post(at(row, "leave"), {"to": HOME, "text": ""})
    assert "Half a sentence" not in pro.get(at(row)).content.decode()


@pytest.mark.django_db
def test_leaving_with_more_than_fits_stays_and_says_so(pro: cast.Browser):
    row = chatting(pro)
    refused = pro.post(at(row, "leave"), {"to": HOME, "text": "x" * 5001})
    assert refused.status_code == 422
    assert "x" * 5001 in refused.content.decode()


@pytest.mark.django_db
def test_only_the_own_page_has_twins(reader: cast.Browser):
    assert "data-scripted" in reader.get(HOME).content.decode()
    assert "data-scripted" not in reader.get(f"{HOME}?panel=1").content.decode()
    assert "data-scripted" not in reader.get(HOME, headers={"HX-Request": "true"}).content.decode()
