"""The store of finished pages can't be filled with rubbish, nor made to show one person what another sent."""

import pytest

from helpcenter.models import Reaction
from helpcenter.reading.store import PageStore, accepted_encodings
from tests.cast import Browser, browser
from tests.helpcenter import shelf

pytestmark = pytest.mark.django_db
REFUNDS = "/en/articles/1001-refunds"


@pytest.fixture
def puts(monkeypatch) -> list[tuple[str, ...]]:
    """The keys under which pages were stored."""
    shelf.publish()
    keys = []
    kept = PageStore.put

    def put(store, key, page):
        keys.append(key)
        kept(store, key, page)

    monkeypatch.setattr(PageStore, "put", put)
    return keys


HOSTS = ["help.localhost:8000", "help.localhost:1", "HELP.LOCALHOST", "help.localhost"]


def test_ports_and_case_of_a_host_make_no_further_copies(puts):
    reader = Browser()
    for host in HOSTS:
        assert reader.get(REFUNDS, headers={"Host": host}).status_code == 200
    assert len(set(puts)) == len(puts) == 1


def test_a_host_that_is_not_ours_is_neither_answered_nor_stored(puts):
    reader = Browser()
    reader.get(REFUNDS)
    assert reader.get(REFUNDS, headers={"Host": "evil.example"}).status_code == 400
    assert len(puts) == 1


def test_the_sample_products_never_share_a_page_with_the_help_center(puts):
    reader = Browser()
    ours = reader.get("/en/").content
    theirs = reader.get("/en/", headers={"Host": "claude.localhost:8000"})
    assert theirs.status_code == 404
    assert reader.get("/en/").content == ours


@pytest.mark.parametrize(
    "header",
    [
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Proto": "https"},
        {"X-Forwarded-Port": "1"},
        {"X-Original-URL": "/admin/"},
        {"X-Rewrite-URL": "/admin/"},
        {"X-HTTP-Method-Override": "POST"},
        {"Forwarded": "host=evil.example"},
        {"Accept-Language": "ja"},
        {"HX-Request": "true"},
        {"Cookie": "visitor=x; sessionid=y; django_language=ja"},
        {"Range": "bytes=0-1"},
        {"Origin": "https://evil.example"},
        {"X-Visitor": "token"},
    ],
)
def test_no_header_of_a_request_shows_in_the_page_that_others_get(puts, header):
    poisoned = Browser().get(REFUNDS, headers=header)
    plain = Browser().get(REFUNDS)
    assert poisoned.status_code == plain.status_code == 200
    assert poisoned.content == plain.content
    assert "evil" not in str(dict(poisoned.items()))


def test_a_query_is_never_stored_and_never_shown(puts):
    reader = Browser()
    response = reader.get(REFUNDS + "?utm=%3Cscript%3E&next=//evil.example")
    assert puts == []
    assert b"evil" not in response.content
    assert b"evil" not in reader.get(REFUNDS).content


@pytest.mark.parametrize("path", ["/en/articles/01001-refunds", "/en/articles/0001001", "/en/collections/031-billing"])
def test_another_spelling_of_a_number_is_another_page_that_does_not_exist(puts, path):
    assert Browser().get(path).status_code == 404
    assert puts == []


@pytest.mark.parametrize("path", ["/en/nothing", "/en/articles/9", "/en/articles/1001-wrong", "/xx/", "/en/admin/"])
def test_what_is_not_a_page_is_not_stored(puts, path):
    assert Browser().get(path).status_code in {301, 404}
    assert puts == []


def test_head_stores_the_whole_page_for_those_who_get(puts):
    reader = Browser()
    assert reader.head(REFUNDS).content == b""
    assert "A refund takes ten days" in reader.get(REFUNDS).content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_other_methods_are_refused_though_the_page_is_stored(puts, method):
    reader = Browser()
    reader.get(REFUNDS)
    assert getattr(reader, method)(REFUNDS).status_code == 405


def test_a_signed_in_person_gets_and_leaves_the_same_page(puts):
    known = browser(person="pro")
    assert known.get(REFUNDS).content == Browser().get(REFUNDS).content


@pytest.mark.parametrize(
    ("header", "encodings"),
    [
        ("gzip, deflate, br, zstd", {"gzip", "deflate", "br", "zstd"}),
        ("br;q=0, gzip", {"gzip"}),
        ("br; q=0.0", set()),
        ("BR;q=0.5", {"br"}),
        ("abracadabra", {"abracadabra"}),
        ("", set()),
        (",;q=1", set()),
    ],
)
def test_encodings_that_are_refused_or_only_look_alike_are_not_used(header, encodings):
    assert accepted_encodings(header) == encodings


@pytest.mark.parametrize(("accept", "encoding"), [("br", "br"), ("br;q=0", None), ("abracadabra", None)])
def test_a_stored_page_comes_in_an_encoding_that_was_asked_for(puts, accept, encoding):
    reader = Browser()
    reader.get(REFUNDS)
    assert reader.get(REFUNDS, headers={"Accept-Encoding": accept}).get("Content-Encoding") == encoding


def test_a_card_number_in_a_comment_is_hidden_and_the_reader_told(puts):
    typed = {"face": "-1", "comment": "My card 4242 4242 4242 4242"}
    page = Browser().post("/en/articles/1001/reaction", typed, follow=True).content.decode()
    assert Reaction.objects.get().comment == "My card [card number ••••4242]"
    assert "We hid a card number in your text" in page


def test_nobody_is_told_of_what_is_no_secret(puts):
    page = Browser().get("/en/articles/1001/reaction/sad?noted=card+<b>").content.decode()
    assert page.count("We hid") == 1
    assert "<b>" not in page


@pytest.mark.parametrize("fields", [{"face": "\x00"}, {"face": "1", "comment": "\x00"}, {"face": "9" * 50}, {}])
def test_odd_reactions_are_refused_without_a_fault(puts, fields):
    assert Browser().post("/en/articles/1001/reaction", fields).status_code == 422
    assert not Reaction.objects.exists()
