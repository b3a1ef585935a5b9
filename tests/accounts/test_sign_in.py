"""Signing in at a product and coming back, against a real provider on loopback."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from accounts import actions
from accounts.models import Visitor
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def domain(claude):
    return claude.domain()


def leave(browser, path="/en/sign-in/claude.localhost/?next=/en/messenger/"):
    """Goes off to the provider; what it was asked."""
    response = browser.get(path)
    assert response.status_code == 302, response.content.decode()
    return {name: values[0] for name, values in parse_qs(urlsplit(response["Location"]).query).items()}


def come_back(browser, claude, asked, **claims):
    claude.id_token = claude.token(**({"nonce": asked["nonce"]} | claims))
    return browser.get("/sign-in/callback", {"code": "c-1", "state": asked["state"]})


# --- choosing ---


def test_the_choice_lists_the_domains_of_today_and_keeps_where_to_go_on(reader):
    cast.domain(host="claude.localhost", name="Claude")
    cast.domain(host="console.localhost", name="Old Console")
    page = reader.get("/en/sign-in/?next=/en/messenger/%23c")
    assert 'href="/en/sign-in/claude.localhost/?next=%2Fen%2Fmessenger%2F%23c"' in page.content.decode()
    assert "platform.localhost" in page.content.decode()
    assert "Old Console" not in page.content.decode()
    assert not page.cookies


def test_the_choice_says_when_there_is_nothing_to_choose(reader):
    assert "There is nowhere to log in" in reader.get("/en/sign-in/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"])
def test_the_way_back_stays_on_this_site(reader, elsewhere):
    page = reader.get("/en/sign-in/", {"next": elsewhere}).content.decode()
    assert "evil" not in page
    assert "javascript" not in page


def test_signing_in_is_asked_for_by_get(reader, domain):
    assert reader.post("/en/sign-in/").status_code == 405
    assert reader.post("/en/sign-in/claude.localhost/").status_code == 405
    assert reader.post("/sign-in/callback").status_code == 405


# --- leaving ---


def test_the_provider_is_asked_with_pkce_state_and_nonce(reader, claude, domain):
    asked = leave(reader)
    assert (asked["client_id"], asked["response_type"], asked["code_challenge_method"]) == (
        "help-center",
        "code",
        "S256",
    )
    assert asked["redirect_uri"] == "http://help.localhost:8000/sign-in/callback"
    assert len(asked["code_challenge"]) == 43
    assert asked["state"] != asked["nonce"]
    assert asked["scope"] == "openid email profile"
    assert asked["ui_locales"] == "en"


def test_what_must_be_remembered_is_in_a_cookie_out_of_scripts_reach(reader, domain):
    response = reader.get("/en/sign-in/claude.localhost/")
    (cookie,) = response.cookies.values()
    assert cookie.key.startswith("sign_in_")
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert "sessionid" not in response.cookies


def test_a_host_that_is_no_domain_of_ours_is_not_found(reader):
    assert reader.get("/en/sign-in/evil.example/").status_code == 404


def test_the_provider_learns_whom_we_think_it_is(claude):
    browser = cast.browser(person="pro")
    claude.domain()
    assert leave(browser)["login_hint"] == "pro@example.com"


@pytest.mark.parametrize(
    "answer",
    [
        (500, {}, b""),
        (200, {}, b"{}"),
        (200, {}, b'{"issuer": "https://evil.example", "authorization_endpoint": "https://evil.example/"}'),
    ],
)
def test_a_provider_that_is_down_or_speaks_for_another_is_a_page_that_says_so(reader, claude, domain, answer):
    claude.answers["/.well-known/openid-configuration"] = answer
    response = reader.get("/ja/sign-in/claude.localhost/")
    assert response.status_code == 502
    assert '<html lang="ja"' in response.content.decode()


def test_an_address_without_encryption_is_never_gone_to(reader, claude, domain):
    document = b'{"issuer": "%b", "authorization_endpoint": "http://id.example/"}' % claude.origin.encode()
    claude.answers["/.well-known/openid-configuration"] = (200, {}, document)
    assert reader.get("/en/sign-in/claude.localhost/").status_code == 502


SILENT = "/en/sign-in/claude.localhost/?silent=1&next=/en/messenger/"


def test_who_they_are_can_be_asked_without_a_page(reader, domain):
    assert leave(reader, SILENT)["prompt"] == "none"


def test_a_provider_that_needs_a_page_gets_one_at_once(reader, domain):
    asked = leave(reader, SILENT)
    response = reader.get("/sign-in/callback", {"error": "login_required", "state": asked["state"]})
    again = parse_qs(urlsplit(response["Location"]).query)
    assert "prompt" not in again
    assert again["state"] != [asked["state"]]


@pytest.mark.parametrize(("offered", "prompt"), [(["none", "select_account"], "select_account"), (None, "login")])
def test_as_somebody_else_the_provider_asks_and_is_not_told_whom_we_think_it_is(claude, offered, prompt):
    claude.description = {"prompt_values_supported": offered} if offered else {}
    browser = cast.browser(person="pro")
    claude.domain()
    asked = leave(browser, "/en/sign-in/claude.localhost/?other=1")
    assert (asked["prompt"], "login_hint" in asked) == (prompt, False)


def test_another_sites_link_does_not_make_somebody_else_of_who_is_signed_in(claude):
    claude.domain()
    browser = cast.browser(person="console_admin")
    response = browser.get("/en/sign-in/claude.localhost/", headers={"Origin": None, "Sec-Fetch-Site": "cross-site"})
    page = response.content.decode()
    assert (response.status_code, len(response.cookies)) == (200, 0)
    assert "Console Admin" in page
    assert 'href="/en/sign-in/claude.localhost/"' in page


@pytest.mark.parametrize(
    ("person", "site"), [("console_admin", "same-origin"), ("pro", "cross-site"), ("", "cross-site")]
)
def test_a_press_of_ones_own_and_one_that_swaps_nobody_lead_straight_to_the_product(claude, person, site):
    browser = cast.browser(person=person)
    claude.domain()
    response = browser.get("/en/sign-in/claude.localhost/", headers={"Sec-Fetch-Site": site, "Origin": None})
    assert response.status_code == 302


# --- coming back ---


def test_coming_back_signs_in_and_goes_on_to_where_it_began(reader, claude, domain):
    asked = leave(reader, "/ja/sign-in/claude.localhost/?next=/ja/articles/%23messenger")
    response = come_back(reader, claude, asked)
    assert (response.status_code, response["Location"]) == (302, "/ja/articles/#messenger")
    visitor = Visitor.objects.get(token_digest=actions.digest(response.cookies["visitor"].value))
    assert visitor.customer.email == "marta@example.com"
    assert "sessionid" not in response.cookies


def test_the_code_is_redeemed_with_the_verifier_of_the_challenge(reader, claude, domain):
    come_back(reader, claude, leave(reader))
    assert claude.token_request["code"] == "c-1"
    assert claude.token_request["client_id"] == "help-center"
    assert claude.token_request["redirect_uri"] == "http://help.localhost:8000/sign-in/callback"
    assert len(claude.token_request["code_verifier"]) == 43
    assert "client_secret" not in claude.token_request


def test_the_visit_from_before_survives_signing_in(claude, domain):
    browser = cast.browser()
    come_back(browser, claude, leave(browser))
    browser.visitor.refresh_from_db()
    assert browser.visitor.customer.email == "marta@example.com"


def test_two_tabs_sign_in_side_by_side(reader, claude, domain):
    first, second = leave(reader), leave(reader)
    assert come_back(reader, claude, first).status_code == 302
    assert come_back(reader, claude, second).status_code == 302


def test_an_attempt_is_good_for_one_return(reader, claude, domain):
    asked = leave(reader)
    come_back(reader, claude, asked)
    assert come_back(reader, claude, asked).status_code == 400


def test_a_return_that_this_browser_did_not_start_is_refused(reader, claude, domain):
    asked = leave(reader)
    response = come_back(cast.Browser(), claude, asked)
    assert response.status_code == 400
    assert "We lost track of this login" in response.content.decode()
    assert "visitor" not in response.cookies


@pytest.mark.parametrize("state", ["", "x", "é" * 20])
def test_a_made_up_state_is_refused(reader, domain, state):
    leave(reader)
    assert reader.get("/sign-in/callback", {"code": "c-1", "state": state}).status_code == 400


def test_the_rest_of_the_state_counts_too(reader, claude, domain):
    asked = leave(reader)
    response = come_back(reader, claude, asked | {"state": asked["state"][:-1]})
    assert response.status_code == 400


def test_a_tampered_cookie_is_no_attempt(reader, claude, domain):
    asked = leave(reader)
    for cookie in reader.cookies.values():
        cookie.set(cookie.key, f"{cookie.value}x", f"{cookie.value}x")
    assert come_back(reader, claude, asked).status_code == 400


def test_canceling_is_said_in_the_readers_language_with_a_way_back(reader, domain):
    asked = leave(reader, "/ja/sign-in/claude.localhost/?next=/ja/messenger/")
    response = reader.get("/sign-in/callback", {"error": "access_denied", "state": asked["state"]})
    assert response.status_code == 403
    assert response["Content-Language"] == "ja"
    assert 'href="/ja/messenger/"' in response.content.decode()
    assert 'href="/ja/sign-in/?next=%2Fja%2Fmessenger%2F"' in response.content.decode()


def test_an_answer_in_anothers_name_is_refused(reader, claude, domain):
    asked = leave(reader)
    answer = {"code": "c-1", "state": asked["state"], "iss": "https://evil.example"}
    assert reader.get("/sign-in/callback", answer).status_code == 400
    assert not claude.token_request


@pytest.mark.parametrize("promised", [True, False])
def test_an_answer_without_a_name_is_taken_only_where_none_was_promised(reader, claude, domain, promised):
    status, headers, body = claude.answer("/.well-known/openid-configuration")
    document = json.loads(body) | {"authorization_response_iss_parameter_supported": promised}
    claude.answers["/.well-known/openid-configuration"] = (status, headers, json.dumps(document).encode())
    assert come_back(reader, claude, leave(reader)).status_code == (400 if promised else 302)


@pytest.mark.parametrize("claims", [{"nonce": "another"}, {"product": "console"}, {"email": None}, {"aud": "x"}])
def test_a_token_that_is_not_right_is_refused(reader, claude, domain, claims):
    response = come_back(reader, claude, leave(reader), **claims)
    assert response.status_code == 403
    assert "visitor" not in response.cookies
    assert not Visitor.objects.exists()


@pytest.mark.parametrize(
    "answer", [(500, {}, b""), (400, {}, b'{"error": "invalid_grant"}'), (200, {}, b"{}"), (200, {}, b"<html>")]
)
def test_a_code_that_is_not_honored_is_a_page_that_says_so(reader, claude, domain, answer):
    asked = leave(reader)
    claude.answers["/token"] = answer
    response = come_back(reader, claude, asked)
    assert response.status_code == 502
    assert "Try again" in response.content.decode()


def test_keys_that_can_not_be_fetched_are_nobodys_fault(reader, claude, domain):
    asked = leave(reader)
    claude.answers["/jwks"] = (503, {}, b"")
    assert come_back(reader, claude, asked).status_code == 502


def test_a_domain_that_was_removed_meanwhile_is_refused(reader, claude, domain):
    asked = leave(reader)
    domain.delete()
    assert come_back(reader, claude, asked).status_code == 400


def test_a_legacy_domain_still_says_who_somebody_is(reader, console):
    successor = cast.domain(host="current.localhost", product="console")
    console.domain(status="legacy", successor=successor)
    asked = leave(reader, "/en/sign-in/platform.localhost/")
    assert come_back(reader, console, asked, plan=None, role="admin").status_code == 302
    assert Visitor.objects.get().domain.status == "legacy"


# --- signing out ---


def test_signing_out_ends_the_visit_and_takes_the_cookie(pro):
    response = pro.post("/ja/sign-out/", {"next": "/ja/messenger/"})
    assert (response.status_code, response["Location"]) == (302, "/ja/messenger/")
    assert response.cookies["visitor"]["max-age"] == 0
    pro.cookies["visitor"] = "gone"
    assert pro.post("/ja/sign-out/").status_code == 302


def test_signing_out_without_a_visit_is_fine(reader, db):
    assert reader.post("/en/sign-out/")["Location"] == "/en/"


def test_another_site_can_not_sign_anybody_out(pro):
    response = pro.post("/en/sign-out/", headers={"Origin": "https://evil.example"})
    assert response.status_code == 403
    pro.visitor.refresh_from_db()
    assert pro.visitor.expires_at > pro.visitor.created_at


def test_signing_out_by_a_link_is_refused(pro):
    assert pro.get("/en/sign-out/").status_code == 405
