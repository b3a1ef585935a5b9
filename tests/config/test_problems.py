"""What people see when the fault is ours, and what is kept of what they wrote."""

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import RequestFactory

from config.problems import server_error
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def away(monkeypatch):
    """The database can't be reached."""

    def fails(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", fails)
    monkeypatch.setattr(connection, "chunked_cursor", fails)


@pytest.fixture
def anybody():
    browser = cast.Browser(raise_request_exception=False)
    browser.cookies["visitor"] = "some token"
    return browser


def test_the_messenger_says_kindly_that_it_is_away(anybody, away):
    answer = anybody.get("/en/messenger/")
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "try again in a few minutes" in page
    assert (answer["Retry-After"], answer["Cache-Control"]) == ("30", "no-store")


def test_it_says_so_in_the_language_of_the_page(anybody, away):
    answer = anybody.get("/ja/messenger/")
    assert '<html lang="ja">' in answer.content.decode()
    assert "現在ご利用いただけません" in answer.content.decode()


@pytest.mark.parametrize("path", ["/en/messenger/start", "/en/messenger/c/abc/ask"])
def test_what_was_typed_is_handed_back(anybody, away, path):
    answer = anybody.post(path, {"text": "an hour of <work>"})
    assert answer.status_code == 503
    assert "an hour of &lt;work&gt;</textarea>" in answer.content.decode()


def test_every_field_with_words_is_handed_back_and_no_secret(anybody, away):
    fields = {"text": "the story", "field_organisation": "Acme", "comment": "so-so", "body": "a reply"}
    page = anybody.post("/en/messenger/c/abc/details", fields | {"password": "hunter2", "topic": "other"})
    for words in fields.values():
        assert f">{words}</textarea>" in page.content.decode()
    assert "hunter2" not in page.content.decode()
    assert ">other<" not in page.content.decode()


def test_a_fault_of_ours_hands_the_words_back_too(anybody, monkeypatch):
    monkeypatch.setattr("messenger.home.start_views.StartForm", lambda *_: 1 / 0)
    answer = anybody.post("/en/messenger/start", {"text": "an hour of <work>"})
    assert answer.status_code == 500
    assert "an hour of &lt;work&gt;</textarea>" in answer.content.decode()


def test_no_more_is_handed_back_than_a_page_holds(anybody, away):
    fields = {f"field_{each}": "x" * 100_001 for each in range(5)} | {f"field_more_{each}": "y" for each in range(40)}
    page = anybody.post("/en/messenger/start", fields).content.decode()
    assert (page.count("</textarea>"), page.count("x" * 100_000 + "<")) == (30, 5)


def test_in_the_panel_the_page_takes_the_messengers_place(anybody, away):
    page = anybody.get("/en/messenger/", headers={"HX-Request": "true"}).content.decode()
    assert '<main id="messenger">' in page
    assert 'target="_top"' in page


def test_what_is_not_there_is_so_in_any_language(reader: cast.Browser) -> None:
    page = reader.get("/en/nothing%22here").content.decode()
    assert 'href="/ja/nothing%22here" hreflang="ja"' in page
    assert 'class="languages"' not in reader.get("/nothing-here").content.decode()


def test_what_is_not_in_the_desk_leads_back_to_it(agent):
    page = agent.get("/admin/tickets/ticket/HC-NONE-NONE/change/")
    assert page.status_code == 404
    assert 'href="/admin/"' in page.content.decode()
    assert "Search help articles" not in page.content.decode().partition("<main")[2].partition("</main")[0]


@pytest.mark.parametrize("path", ["/en/sign-in/", "/identify", "/messenger/visit", "/en/messenger/conversations"])
def test_every_door_that_needs_the_database_is_away_and_not_broken(anybody, away, path):
    method = anybody.post if path in {"/identify", "/messenger/visit"} else anybody.get
    answer = method(path, {"token": "x"})
    assert answer.status_code in {422, 503}


@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError, 503), (InterfaceError, 503), (KeyError, 500), (ValueError, 500)]
)
def test_only_a_database_that_is_away_counts_as_away(error, status):
    request = RequestFactory().post("/", {"text": "typed"})
    try:
        raise error("secret")
    except error:
        answer = server_error(request)
    assert answer.status_code == status
    assert "secret" not in answer.content.decode()


def test_a_request_that_can_not_be_read_is_answered_all_the_same():
    request = RequestFactory().generic("POST", "/", b"\xff" * 20, content_type="multipart/form-data")
    try:
        raise OperationalError
    except OperationalError:
        assert server_error(request).status_code == 503


def test_without_a_fault_it_is_the_plain_page(rf):
    assert server_error(rf.get("/")).status_code == 500


def test_who_may_not_open_a_page_of_the_desk_is_told_so(agent):
    answer = agent.get("/admin/accounts/domain/", headers={"Accept-Language": "ja"})
    assert answer.status_code == 403
    assert '<html lang="ja"' in answer.content.decode()
    assert 'href="/admin/"' in answer.content.decode()


def test_a_form_that_has_expired_hands_the_words_back():
    # As after signing in anew in another tab: the cookie's secret isn't the form's.
    browser = cast.Browser(enforce_csrf_checks=True)
    browser.cookies["csrftoken"] = "a" * 32
    answer = browser.post("/admin/tickets/ticket/HC-1/write/", {"body": "An hour of work", "csrfmiddlewaretoken": "b"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "This form has expired" in page
    assert ">An hour of work</textarea>" in page
