"""Without scripts a link away is a button that hands over what is typed; with them it is the link alone."""

import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from messenger.leaving import FORMS, destination, with_twins
from messenger.models import Conversation, PacketDraft
from tests import cast
from tests.messenger.packs import TEXT, packed, page, unsolved
from tests.messenger.steps import at, chatting, in_details
from tests.pictures import PDF

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
        (
            {"to": "/en/messenger/articles/1?back=%2Fen%2Fmessenger%2F#part", "q": "a"},
            "/en/messenger/articles/1?back=%2Fen%2Fmessenger%2F%3Fq%3Da#part",
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
def test_leaving_the_chat_keeps_for_whom_an_owner_writes(team_owner: cast.Browser):
    row = unsolved(team_owner)
    chosen = {"written_for": "member", "member_email": "mio@example.com", "text": ""}
    team_owner.post(at(row, "leave"), {"to": HOME, **chosen})
    assert 'value="mio@example.com"' in team_owner.get(at(row)).content.decode()


@pytest.mark.django_db
def test_leaving_with_more_than_fits_stays_and_says_so(pro: cast.Browser):
    row = chatting(pro)
    refused = pro.post(at(row, "leave"), {"to": HOME, "text": "x" * 5001})
    assert refused.status_code == 422
    assert "x" * 5001 in refused.content.decode()


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("half.pdf", PDF, "application/pdf")


@pytest.mark.django_db
@pytest.mark.usefixtures("articles")
def test_a_member_who_leaves_the_page_of_a_packet_finds_words_and_files_there(team_member: cast.Browser):
    row = unsolved(team_member)
    html = team_member.get(at(row, "packet")).content.decode()
    assert (
        f'form="packet-form" formaction="{at(row, "leave-packet")}" formnovalidate name="to" value="{at(row)}"' in html
    )
    away = {"to": at(row), "files": pdf()}
    assert team_member.post(at(row, "leave-packet"), {**away, "text": TEXT})["Location"] == at(row)
    row.refresh_from_db()
    assert row.unsent == "", "nothing was typed"
    team_member.post(at(row, "leave-packet"), {"to": at(row), "text": "Half a <question>"})
    html = team_member.get(at(row, "packet")).content.decode()
    assert "Half a &lt;question&gt;</textarea>" in html
    assert "half.pdf" in html
    refused = team_member.post(at(row, "leave-packet"), {"to": at(row), "text": "x" * 5001})
    assert refused.status_code == 422
    assert "x" * 5001 in refused.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("articles")
def test_an_owner_who_leaves_a_packet_finds_what_was_typed_there(team_member: cast.Browser, team_owner: cast.Browser):
    packet = packed(team_member)
    assert f'formaction="{page(packet, "leave")}"' in team_owner.get(page(packet)).content.decode()
    away = {"to": HOME, "text": "", "added": "Since Monday", "files": pdf()}
    assert team_owner.post(page(packet, "leave"), away)["Location"].startswith(HOME)
    html = team_owner.get(page(packet)).content.decode()
    assert "Since Monday</textarea>" in html
    assert TEXT not in html.partition('name="text"')[2].partition("</textarea>")[0], "it was emptied"
    assert "half.pdf" in html
    refused = team_owner.post(page(packet, "leave"), {**away, "added": "x" * 5001})
    assert refused.status_code == 422
    assert "x" * 5001 in refused.content.decode()
    assert PacketDraft.objects.get().added == "Since Monday", "what fits is kept"


@pytest.mark.django_db
@pytest.mark.usefixtures("articles")
def test_a_packet_is_left_by_who_may_not_send_it_with_nothing_changed(team_member: cast.Browser):
    packet = packed(team_member)
    assert team_member.post(page(packet, "leave"), {"to": HOME, "added": "mine"}).status_code == 409
    assert not PacketDraft.objects.exists()


# The others are typed into as well; they have no draft, and the browser's own Back brings their fields again.
WITHOUT_DRAFT = {"contacts", "case"}
TYPED_INTO = re.compile(r"<textarea(?![^>]*readonly)|_text_field\.html|\{\{ field \}\}|id=\"messenger-text\"")


def test_each_screen_that_is_typed_into_is_among_them():
    screens = (settings.BASE_DIR / "templates/messenger").glob("[!_]*.html")
    typed_into = {each.stem for each in screens if TYPED_INTO.search(each.read_text())}
    assert typed_into <= {*FORMS, *WITHOUT_DRAFT}
    assert {"ask_owner", "packet", "chat", "details", "home", "search"} <= typed_into


@pytest.mark.django_db
def test_only_the_own_page_has_twins(reader: cast.Browser):
    assert "data-scripted" in reader.get(HOME).content.decode()
    assert "data-scripted" not in reader.get(f"{HOME}?panel=1").content.decode()
    assert "data-scripted" not in reader.get(HOME, headers={"HX-Request": "true"}).content.decode()
