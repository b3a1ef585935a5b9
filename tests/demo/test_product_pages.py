"""The products' own pages: the person's menu, the switcher, the language, the policy."""

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import KeySet

from demo.signing_keys import REGISTRY


def text(response):
    return response.content.decode()


def test_who_is_not_signed_in_chooses_a_person(claude):
    page = text(claude.get("/"))
    assert page.count('name="person"') == 11
    assert "Marta Silva" in page
    assert 'href="http://help.localhost:8000/en/messenger/"' in page


def test_choosing_a_person_shows_the_product_with_their_menu(claude):
    assert claude.become("pro")["Location"] == "/"
    page = text(claude.get("/"))
    assert "Good to see you, Marta Silva" in page
    assert "<details" in page
    assert ">Get help</a>" in page


def test_get_help_and_the_help_center_are_links_that_sign_in_on_the_way(claude):
    claude.become("pro")
    page = text(claude.get("/?lang=ja"))
    way = "http://help.localhost:8000/ja/sign-in/claude.localhost/?next="
    assert f'href="{way}%2Fja%2Fmessenger%2F" data-get-help' in page
    assert f'href="{way}%2Fja%2F"' in page


def test_each_host_keeps_its_own_person(platform, console):
    platform.become("admin")
    console.cookies = platform.cookies
    assert "Dashboard" in text(platform.get("/"))
    assert "Dashboard" not in text(console.get("/"))


def test_the_legacy_host_says_that_it_is_being_replaced(console, platform):
    for browser in (console, platform):
        browser.become("developer")
    assert 'href="http://platform.localhost:8000/"' in text(console.get("/"))
    assert "being replaced" not in text(platform.get("/"))


def test_signing_out_is_a_choice_too(claude):
    claude.become("pro")
    claude.become("")
    assert "Good to see you" not in text(claude.get("/"))


def test_the_list_of_people_says_who_one_is(claude):
    claude.become("max")
    assert 'value="max" aria-current="true"' in text(claude.get("/people"))


@pytest.mark.parametrize("person", ["admin", "nobody"])
def test_nobody_else_can_be_chosen(claude, person):
    assert claude.become(person).status_code == 400


def test_a_made_up_cookie_is_nobody(claude):
    claude.cookies["person"] = "pro"
    assert "Good to see you" not in text(claude.get("/"))


@pytest.mark.parametrize(
    ("wanted", "given"), [("/authorize?a=b", "/authorize?a=b"), ("//evil.example", "/"), ("https://evil.example", "/")]
)
def test_after_choosing_one_goes_on_at_this_host(claude, wanted, given):
    assert claude.post("/switch", {"person": "pro", "next": wanted})["Location"] == given


def test_choosing_by_a_link_is_refused(claude):
    assert claude.get("/switch").status_code == 405
    assert claude.post("/").status_code == 405


def test_choosing_from_another_site_is_refused():

    strict = Client(enforce_csrf_checks=True, headers={"Host": "claude.localhost:8000"})
    assert strict.post("/switch", {"person": "pro"}).status_code == 403


def test_the_language_is_chosen_and_kept(claude):
    response = claude.get("/?lang=ja")
    assert '<html lang="ja"' in text(response)
    assert response["Content-Language"] == "ja"
    assert '<html lang="ja"' in text(claude.get("/"))


def test_an_unknown_language_is_ignored(claude):
    response = claude.get("/?lang=tlh")
    assert '<html lang="en"' in text(response)
    assert "django_language" not in response.cookies


def test_a_page_may_load_the_messenger_and_nothing_else_from_elsewhere(claude):
    policy = claude.get("/")["Content-Security-Policy"]
    assert "script-src 'self' http://help.localhost:8000;" in policy
    assert "frame-src http://help.localhost:8000;" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_identity_is_signed_by_the_products_key_for_the_help_center(claude):
    claude.become("team_owner")
    token = claude.get("/identity").json()["identity"]
    keys = KeySet.import_key_set(claude.get("/.well-known/jwks.json").json())
    claims = jwt.decode(token, keys, registry=REGISTRY).claims
    assert (claims["iss"], claims["aud"]) == ("http://claude.localhost:8000", "help-center")
    assert (claims["product"], claims["plan"], claims["role"], claims["org"]) == (
        "claude",
        "team",
        "owner",
        "org-hinode",
    )
    assert claims["exp"] - claims["iat"] == 300
    assert (
        claims["jti"] != jwt.decode(claude.get("/identity").json()["identity"], keys, registry=REGISTRY).claims["jti"]
    )


def test_nobody_has_no_identity_and_none_is_kept_in_caches(claude):
    response = claude.get("/identity")
    assert response.json() == {"identity": None}
    assert "no-store" in response["Cache-Control"]


def test_the_same_person_has_the_same_subject_on_both_console_hosts(platform, console):
    subjects = set()
    for browser in (platform, console):
        browser.become("admin")
        keys = KeySet.import_key_set(browser.get("/.well-known/jwks.json").json())
        subjects.add(jwt.decode(browser.get("/identity").json()["identity"], keys, registry=REGISTRY).claims["sub"])
    assert subjects == {"console-admin"}
