"""Asking without a page who somebody is, and what they may: whom, what is believed, and what stays as it was."""

import json
import re
from datetime import timedelta
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
import requests
from django.core.cache import cache
from django.utils import timezone

from accounts import actions
from accounts.models import Customer, Visitor
from accounts.sign_in.trying import try_out
from tests import cast
from tests.accounts.foreign_provider import foreign
from tests.accounts.test_foreign_provider import domain_at
from tests.accounts.test_sign_in import come_back, leave

pytestmark = pytest.mark.django_db

PAGE = "/en/sign-in/silent"
ANSWER = "/en/sign-in/silent/answer"


@pytest.fixture
def domain(claude):
    return claude.domain(silent_sign_in=True)


@pytest.fixture
def person(claude, domain):
    """A browser in which Marta logged in, and her visit."""
    browser = cast.Browser()
    response = come_back(browser, claude, leave(browser))
    return browser, Visitor.objects.get(token_digest=actions.digest(response.cookies["visitor"].value))


def asked(page):
    """What each frame of the page asks its provider."""
    addresses = re.findall(r'data-ask="([^"]+)"', page.content.decode())
    return [
        {name: values[0] for name, values in parse_qs(urlsplit(each.replace("&amp;", "&")).query).items()}
        for each in addresses
    ]


def answer(browser, claude, question, *, path=ANSWER, claims=None, **said):
    """The provider's answer, as the frame's page sends it on."""
    claude.id_token = claude.token(**({"nonce": question["nonce"]} | (claims or {})))
    return browser.post(path, {"state": question["state"], "code": "c-1"} | said)


def age(**how_long):
    Customer.objects.update(claims_at=timezone.now() - timedelta(**how_long))


# --- whom to ask ---


def test_a_frame_asks_the_domains_that_are_marked_and_of_today(reader, claude, console, domain):
    console.domain()
    cast.domain(host="console.localhost", silent_sign_in=True)
    page = reader.get(PAGE)
    (question,) = asked(page)
    assert (question["prompt"], question["redirect_uri"]) == ("none", f"{cast.ORIGIN}/sign-in/callback")
    assert f"frame-src 'self' {claude.origin};" in page["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    (cookie,) = page.cookies.values()
    assert (cookie.key[:7], cookie["max-age"], cookie["httponly"]) == ("silent_", 60, True)


def test_at_most_three_are_asked(reader, claude):
    for number in range(4):
        issuer = f"{claude.origin}/{number}"
        cast.domain(host=f"{number}.localhost", product="claude", silent_sign_in=True, issuer=issuer)
        document = {"issuer": issuer, "authorization_endpoint": f"{issuer}/authorize"}
        claude.answers[f"/{number}/.well-known/openid-configuration"] = (200, {}, json.dumps(document).encode())
    assert len(asked(reader.get(PAGE))) == 3


def test_the_messengers_own_policy_names_no_provider(reader, domain):
    policy = reader.get("/en/messenger/?panel=1")["Content-Security-Policy"]
    assert "frame-src 'self';" in policy


def test_another_sites_page_or_link_asks_nobody(reader, domain):
    assert reader.get(PAGE, headers={"Origin": None, "Sec-Fetch-Site": "cross-site"}).status_code == 404


@pytest.mark.parametrize("where", ["https://id.example;script-src *", "https://id.example'"])
def test_an_address_that_would_change_the_policy_is_not_asked(reader, claude, domain, where):
    document = {"issuer": claude.origin, "authorization_endpoint": f"{where}/authorize"}
    claude.answers["/.well-known/openid-configuration"] = (200, {}, json.dumps(document).encode())
    page = reader.get(PAGE)
    assert asked(page) == []
    assert "id.example" not in page["Content-Security-Policy"]


def test_a_provider_that_is_away_is_left_out(reader, claude, domain):
    claude.answers["/.well-known/openid-configuration"] = (500, {}, b"")
    page = reader.get(PAGE)
    assert (page.status_code, asked(page), len(page.cookies)) == (200, [], 0)


def test_past_the_limit_nobody_is_asked_and_nothing_breaks(reader, domain, limit):
    limit("silent", network=1)
    assert [len(asked(reader.get(PAGE))) for _each in range(2)] == [1, 0]


def test_who_has_begun_something_as_nobody_stays_nobody(claude, domain):
    assert asked(cast.browser().get(PAGE)) == []


def test_who_is_known_is_not_asked_again(person):
    browser, _visit = person
    assert asked(browser.get(PAGE)) == []


def test_the_ways_to_choose_lead_there_by_one_press(reader, domain):
    page = reader.get(PAGE, {"next": "/en/articles/1#messenger"}).content.decode()
    assert 'href="/en/sign-in/claude.localhost/?silent=1&amp;next=%2Fen%2Farticles%2F1%23messenger"' in page


# --- who it is ---


def test_the_answer_signs_in_and_tells_the_page_nothing_else(reader, claude, domain):
    (question,) = asked(reader.get(PAGE))
    response = answer(reader, claude, question)
    assert (response.status_code, response.content) == (204, b"")
    visitor = Visitor.objects.get(token_digest=actions.digest(response.cookies["visitor"].value))
    assert visitor.customer.email == "marta@example.com"


def test_what_comes_back_in_the_frame_is_a_page_of_ours_that_changes_nothing(reader, claude, domain):
    (question,) = asked(reader.get(PAGE))
    claude.id_token = claude.token(nonce=question["nonce"])
    page = cast.Browser().get("/sign-in/callback", {"code": "c-1", "state": question["state"]})
    assert (page.status_code, len(page.cookies)) == (200, 0)
    assert "silent-answer.js" in page.content.decode()
    assert not Visitor.objects.exists()


@pytest.mark.parametrize("error", ["login_required", "interaction_required", "<b>anything</b>"])
def test_a_refusal_signs_nobody_in(reader, claude, domain, error):
    (question,) = asked(reader.get(PAGE))
    response = reader.post(ANSWER, {"state": question["state"], "error": error})
    assert response.status_code == 409
    assert response.json() == {"error": error if error.endswith("_required") else "no_code"}
    assert not Visitor.objects.exists()


def test_a_state_that_this_browser_did_not_begin_is_refused(reader, claude, domain):
    (question,) = asked(reader.get(PAGE))
    assert answer(cast.Browser(), claude, question).status_code == 409
    assert answer(reader, claude, question | {"state": question["state"][:-1]}).status_code == 409
    assert not Visitor.objects.exists()


def test_an_ordinary_logins_state_is_no_answer_of_a_frame(reader, claude, domain):
    assert answer(reader, claude, leave(reader)).status_code == 409


def test_an_answer_is_taken_once(reader, claude, domain):
    (question,) = asked(reader.get(PAGE))
    assert answer(reader, claude, question).status_code == 204
    assert answer(reader, claude, question).status_code == 409


def test_another_sites_page_brings_no_answer(reader, claude, domain):
    (question,) = asked(reader.get(PAGE))
    response = reader.post(ANSWER, {"state": question["state"]}, headers={"Origin": "https://evil.example"})
    assert response.status_code == 403


def test_an_answer_in_anothers_name_is_refused(reader, claude, domain):
    (question,) = asked(reader.get(PAGE))
    assert answer(reader, claude, question, iss="https://evil.example").json() == {"error": "wrong_provider"}
    assert not claude.token_request


@pytest.mark.parametrize("claims", [{"nonce": "another"}, {"email": None}, {"aud": "x"}])
def test_a_token_that_is_not_right_is_refused(reader, claude, domain, claims):
    (question,) = asked(reader.get(PAGE))
    response = answer(reader, claude, question, claims=claims)
    assert (response.status_code, "visitor" in response.cookies) == (409, False)


def test_a_code_that_is_not_honored_is_no_error_of_anybodys(reader, claude, domain):
    (question,) = asked(reader.get(PAGE))
    claude.answers["/token"] = (500, {}, b"")
    assert answer(reader, claude, question).json() == {"error": "provider_unavailable"}


def test_who_writes_while_it_is_asked_stays_nobody_with_what_they_wrote(reader, claude, domain):
    (question,) = asked(reader.get(PAGE))
    reader.post("/en/messenger/start", {"text": "Typed meanwhile"})
    kept = reader.cookies["visitor"].value
    assert answer(reader, claude, question).json() == {"error": "visit_has_begun"}
    assert Visitor.objects.get(token_digest=actions.digest(kept)).customer is None


def test_two_tabs_ask_side_by_side_and_both_know(reader, claude, domain):
    (first,), (second,) = asked(reader.get(PAGE)), asked(reader.get(PAGE))
    assert answer(reader, claude, first).status_code == 204
    response = answer(reader, claude, second)
    assert (response.status_code, "visitor" in response.cookies) == (204, False)
    assert Visitor.objects.count() == 1


def test_asking_in_frames_pushes_out_no_login_of_another_tab(reader, claude, domain):
    pressed = leave(reader)
    for _each in range(8):
        reader.get(PAGE)
    assert come_back(reader, claude, pressed).status_code == 302
    assert sum(name.startswith("silent_") and bool(one.value) for name, one in reader.cookies.items()) == 6


# --- who logged out ---


def test_who_logged_out_is_not_signed_in_again_in_silence(person, claude):
    browser, _visit = person
    browser.post("/en/sign-out/")
    assert asked(browser.get(PAGE)) == []


def test_not_even_by_an_answer_that_was_on_its_way(reader, claude, domain):
    (question,) = asked(reader.get(PAGE))
    reader.post("/en/sign-out/")
    assert answer(reader, claude, question).json() == {"error": "logged_out"}


def test_until_they_log_in_by_themselves(reader, claude, domain):
    reader.post("/en/sign-out/")
    assert come_back(reader, claude, leave(reader)).cookies["stays_out"]["max-age"] == 0


# --- what they may ---


def test_rights_are_said_anew_in_a_frame_under_the_same_token(person, claude):
    browser, visit = person
    age(hours=2)
    (question,) = asked(browser.get(PAGE, {"host": "claude.localhost"}))
    assert question["login_hint"] == "marta@example.com"
    response = answer(browser, claude, question, claims={"plan": "team", "role": "owner"})
    assert (response.status_code, "visitor" in response.cookies) == (204, False)
    visit.refresh_from_db()
    assert (visit.plan, visit.role, visit.customer.plan) == ("team", "owner", "team")
    assert visit.has_fresh_rights(timezone.now())
    assert visit.token_digest == actions.digest(browser.cookies["visitor"].value)


def test_somebody_elses_answer_renews_nothing_and_swaps_nobody(person, claude):
    browser, visit = person
    age(hours=2)
    (question,) = asked(browser.get(PAGE, {"host": "claude.localhost"}))
    response = answer(browser, claude, question, claims={"sub": "person-2", "email": "other@example.com"})
    assert response.json() == {"error": "somebody_else"}
    visit.refresh_from_db()
    assert (visit.email, Customer.objects.count()) == ("marta@example.com", 1)
    assert not visit.has_fresh_rights(timezone.now())


def test_nobody_and_somebody_of_another_domain_have_nothing_to_renew(reader, person, domain):
    browser, _visit = person
    assert asked(reader.get(PAGE, {"host": "claude.localhost"})) == []
    assert asked(browser.get(PAGE, {"host": "platform.localhost"})) == []


CONFIRM = "/en/sign-in/claude.localhost/confirm?next=/en/messenger/c/x/%3Fasked=1"


def test_without_scripts_one_goes_there_and_comes_back_with_new_rights(person, claude):
    browser, visit = person
    age(hours=2)
    question = leave(browser, CONFIRM)
    assert question["prompt"] == "none"
    response = come_back(browser, claude, question, plan="max")
    assert (response.status_code, response["Location"]) == (302, "/en/messenger/c/x/?asked=1")
    visit.refresh_from_db()
    assert (visit.plan, visit.has_fresh_rights(timezone.now())) == ("max", True)


@pytest.mark.parametrize(
    ("said", "claims"), [({"error": "login_required"}, {}), ({"error": "server_error"}, {}), ({}, {"sub": "person-2"})]
)
def test_whatever_the_provider_says_one_comes_back_as_one_was(person, claude, said, claims):
    browser, visit = person
    age(hours=2)
    question = leave(browser, CONFIRM)
    claude.id_token = claude.token(nonce=question["nonce"], **claims)
    response = browser.get("/sign-in/callback", {"state": question["state"]} | (said or {"code": "c-1"}))
    assert response["Location"] == "/en/messenger/c/x/?asked=1"
    visit.refresh_from_db()
    assert (visit.email, visit.has_fresh_rights(timezone.now())) == ("marta@example.com", False)


def test_where_there_is_nothing_to_confirm_one_stays(reader, person):
    browser, _visit = person
    assert reader.get(CONFIRM)["Location"] == "/en/messenger/c/x/?asked=1"
    assert browser.get("/en/sign-in/x/confirm?next=//evil.example")["Location"] == "/en/"


def test_one_stays_where_the_provider_is_away(person, claude):
    browser, _visit = person
    claude.answers["/.well-known/openid-configuration"] = (500, {}, b"")
    cache.clear()
    assert browser.get(CONFIRM)["Location"] == "/en/messenger/c/x/?asked=1"


def framed(browser, path=PAGE):
    """What a provider that is really there answers in a frame, and what we make of it."""
    address = re.findall(r'data-ask="([^"]+)"', browser.get(path).content.decode())[0].replace("&amp;", "&")
    back = requests.get(address, allow_redirects=False, timeout=5).headers["Location"]
    return browser.post(ANSWER, dict(parse_qsl(urlsplit(back).query)))


def test_a_foreign_provider_recognizes_somebody_and_says_anew_what_they_may():
    with foreign(cast.ORIGIN, "none") as (issuer, _op):
        domain = domain_at(issuer)
        domain.silent_sign_in = True
        domain.save()
        browser = cast.Browser()
        assert framed(browser).status_code == 204
        visitor = Visitor.objects.select_related("customer").get()
        assert (visitor.email, visitor.plan, visitor.role) == ("diana@example.com", "team", "owner")
        age(hours=2)
        assert framed(browser, f"{PAGE}?host=localhost").status_code == 204
        assert Visitor.objects.select_related("customer").get().has_fresh_rights(timezone.now())


def test_trying_a_provider_says_what_a_frame_would_fail_on(claude, domain):
    claude.description = {"prompt_values_supported": ["login"]}
    found = {finding.kind: str(finding.text) for finding in try_out(domain) if "in silence" in str(finding.text)}
    assert "prompt=none" in found["wrong"]
    assert found["note"].startswith("claude.localhost is another site than ours")
    domain.silent_sign_in = False
    assert not any("in silence" in str(finding.text) for finding in try_out(domain))
