"""The provider's refusals, one by one: what is wrong is told to the help center, or to nobody's browser."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing

from tests.demo.test_provider import ASKED, CALLBACK, answer, code_for, redeem


@pytest.mark.parametrize("challenge", ["é", "日本", "v\x00", "=" * 43, "x" * 5000])
def test_a_challenge_that_no_verifier_has_is_worth_nothing(claude, challenge):
    response = redeem(claude, code_for(claude, code_challenge=challenge))
    assert (response.status_code, response.json()) == (400, {"error": "invalid_grant"})


@pytest.mark.parametrize("challenge", ["", "\x00"])
def test_a_challenge_of_nothing_gives_no_code(claude, challenge):
    claude.become("pro")
    assert "code" not in answer(claude.get("/authorize", ASKED | {"code_challenge": challenge}))


@pytest.mark.parametrize("verifier", ["é", "日本" * 20, "\x00", " " + "v" * 43, "V" * 43])
def test_a_verifier_must_be_the_very_one(claude, verifier):
    assert redeem(claude, code_for(claude), code_verifier=verifier).status_code == 400


def test_a_wrong_verifier_does_not_use_the_code_up(claude):
    code = code_for(claude)
    assert redeem(claude, code, code_verifier="w" * 43).status_code == 400
    assert redeem(claude, code).status_code == 200


@pytest.mark.parametrize("missing", ["grant_type", "client_id", "redirect_uri", "code", "code_verifier"])
def test_a_request_for_a_token_needs_every_field(claude, missing):
    response = redeem(**{"browser": claude, "code": code_for(claude), missing: ""})
    wanted = "unsupported_grant_type" if missing == "grant_type" else "invalid_grant"
    assert (response.status_code, response.json()["error"]) == (400, wanted)


@pytest.mark.parametrize("missing", ["client_id", "redirect_uri"])
def test_without_client_or_address_nobody_is_redirected(claude, missing):
    asked = {name: value for name, value in ASKED.items() if name != missing}
    response = claude.get("/authorize", asked)
    assert response.status_code == 400
    assert "Location" not in response


@pytest.mark.parametrize("missing", ["response_type", "scope", "code_challenge", "code_challenge_method"])
def test_a_request_with_a_hole_goes_back_with_its_state(claude, missing):
    asked = {name: value for name, value in ASKED.items() if name != missing}
    given = answer(claude.get("/authorize", asked))
    assert (given["error"], given["state"]) == ("invalid_request", "s-1")


@pytest.mark.parametrize(
    "address",
    [f"{CALLBACK}/", f"{CALLBACK}?x=1", CALLBACK.upper(), "http://help.localhost:8001/sign-in/callback", "//x"],
)
def test_only_the_very_address_gets_a_code(claude, address):
    claude.become("pro")
    assert claude.get("/authorize", ASKED | {"redirect_uri": address}).status_code == 400


def test_a_state_comes_back_letter_by_letter(claude):
    claude.become("pro")
    state = "a&b=c d/é?#日本"
    location = claude.get("/authorize", ASKED | {"state": state})["Location"]
    assert parse_qs(urlsplit(location).query)["state"] == [state]


def test_asking_without_a_state_gives_none(claude):
    claude.become("pro")
    asked = {name: value for name, value in ASKED.items() if name != "state"}
    assert "state=&" in claude.get("/authorize", asked)["Location"]


def test_a_person_who_is_gone_gets_no_token(claude, monkeypatch):
    code = code_for(claude)
    monkeypatch.setattr("demo.views.provider.find_person", lambda _product, _key: None)
    assert redeem(claude, code).json() == {"error": "invalid_grant"}


def test_a_code_signed_for_something_else_is_worth_nothing(claude):
    forged = signing.dumps({"person": "pro", "nonce": "n", "challenge": "c", "locale": "en"}, salt="another")
    assert redeem(claude, forged).status_code == 400


def test_codes_are_never_the_same(claude):
    claude.become("pro")
    codes = {answer(claude.get("/authorize", ASKED | {"nonce": f"n-{number}"}))["code"] for number in range(3)}
    assert len(codes) == 3


@pytest.mark.parametrize(
    "path", ["/authorize", "/.well-known/openid-configuration", "/.well-known/jwks.json", "/identity"]
)
def test_what_is_read_is_not_posted_to(claude, path):
    assert claude.post(path).status_code == 405


@pytest.mark.parametrize("languages", ["tlh ja en", "ja", "xx ja"])
def test_the_first_language_that_we_speak_is_spoken(claude, languages):
    page = claude.get("/authorize", ASKED | {"ui_locales": languages}).content.decode()
    assert '<html lang="ja"' in page


def test_an_unknown_hint_points_at_nobody(claude):
    page = claude.get("/authorize", ASKED | {"login_hint": "nobody@example.com"}).content.decode()
    assert "You were logged in as this person" not in page
    assert "nobody@example.com</" not in page


def test_the_description_is_the_same_for_every_reader_and_lists_our_languages(console):
    document = console.get("/.well-known/openid-configuration").json()
    assert document["ui_locales_supported"] == ["en", "ja"]
    assert document["id_token_signing_alg_values_supported"] == ["RS256"]
    assert document["token_endpoint_auth_methods_supported"] == ["none"]
