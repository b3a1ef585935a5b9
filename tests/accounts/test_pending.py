"""Where a sign-in may lead back to, and what of it the browser keeps."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from accounts.sign_in import pending
from tests import cast
from web.addresses import local_path

AWAY = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "/\n/evil.example/",
    "\t//evil.example",
    " //evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "http:evil.example",
    "http:///evil.example",
    "evil.example",
    "../admin/",
    "?next=x",
    "",
    "/\x00",
    "/" + "a" * 2000,
    "\u2028//evil.example",
]
HERE = ["/", "/en/", "/ja/articles/9015913-サポート", "/en/messenger/c/abc/", "/en/#messenger-abc", "/en/search?q=//x"]


@pytest.mark.parametrize("wanted", AWAY)
def test_what_leads_away_is_replaced(wanted):
    assert local_path(wanted, "/en/") == "/en/"


@pytest.mark.parametrize("wanted", HERE)
def test_what_stays_here_is_kept(wanted):
    assert local_path(wanted, "/fallback/") == wanted


EVIL = ["https://evil.example/", "/\\evil.example/"]


@pytest.mark.parametrize("wanted", EVIL)
def test_signing_out_leads_nowhere_else(db, wanted):
    browser = cast.browser(person="pro")
    response = browser.post("/en/sign-out/", {"next": wanted})
    assert (response.status_code, response["Location"]) == (302, "/en/")


@pytest.mark.parametrize("wanted", EVIL)
def test_the_choice_of_a_product_passes_on_no_way_out(db, reader, wanted):
    cast.domain()
    page = reader.get("/en/sign-in/", {"next": wanted}).content.decode()
    assert "evil" not in page


@pytest.mark.parametrize("wanted", [*EVIL, "javascript:evil()"])
def test_the_messengers_panel_passes_on_no_way_out(db, reader, wanted):
    page = reader.get("/en/messenger/", {"panel": "1", "from": wanted}).content.decode()
    assert "evil" not in page


def attempt(**changes):
    values = {"host": "h", "state": "s" * 32, "nonce": "n", "verifier": "v", "next": "/en/", "locale": "en"}
    return pending.PendingSignIn(**values | changes)


def returned(response):
    request = RequestFactory().get("/sign-in/callback")
    request.COOKIES.update({name: cookie.value for name, cookie in response.cookies.items()})
    return request


def test_what_was_kept_is_recalled_by_its_state_alone():
    response = HttpResponse()
    pending.keep(RequestFactory().get("/"), response, attempt())
    assert pending.recall(returned(response), "s" * 32) == attempt()
    assert pending.recall(returned(response), "s" * 31 + "x") is None
    assert pending.recall(returned(response), "") is None


def test_two_attempts_stand_beside_each_other():
    response = HttpResponse()
    for state in ("a" * 32, "b" * 32):
        pending.keep(RequestFactory().get("/"), response, attempt(state=state, next=f"/en/{state[0]}"))
    assert pending.recall(returned(response), "b" * 32).next == "/en/b"
    assert pending.recall(returned(response), "a" * 32).next == "/en/a"


def test_over_https_no_sibling_host_can_plant_an_attempt(settings):
    settings.SESSION_COOKIE_SECURE = True
    response = HttpResponse()
    pending.keep(RequestFactory().get("/"), response, attempt())
    (cookie,) = response.cookies.values()
    assert (cookie.key[:15], cookie["secure"], cookie["path"]) == ("__Host-sign_in_", True, "/")
    assert pending.recall(returned(response), "s" * 32) == attempt()


def test_attempts_that_were_given_up_do_not_pile_up():
    request, response = RequestFactory().get("/"), HttpResponse()
    request.COOKIES.update({f"sign_in_{number}": "x" for number in range(4)})
    pending.keep(request, response, attempt())
    gone = [name for name, cookie in response.cookies.items() if cookie["max-age"] == 0]
    assert gone == ["sign_in_0", "sign_in_1"]


@pytest.mark.parametrize("value", ["", "x", "a.b.c", "é"])
def test_a_forged_attempt_is_none(value):
    request = RequestFactory().get("/")
    request.COOKIES["sign_in_" + "s" * 16] = value
    assert pending.recall(request, "s" * 32) is None


def test_the_longest_way_back_still_fits_into_a_cookie():
    response = HttpResponse()
    pending.keep(RequestFactory().get("/"), response, attempt(next=local_path("/ja/" + "%E3%81%82" * 160, "/")))
    cookie = response.cookies["sign_in_" + "s" * 16]
    assert len(cookie.OutputString()) < 4096
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


@pytest.mark.parametrize("query", ["state=%00", "state=%FF", "state=" + "x" * 5000, "code=1", "error=x&state=y", ""])
def test_an_odd_way_back_is_told_kindly(db, reader, query):
    response = reader.get(f"/sign-in/callback?{query}")
    assert response.status_code == 400
    assert "lost track" in response.content.decode()
