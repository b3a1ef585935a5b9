"""The products' OpenID Connect provider, alone and with the help center's own sign-in."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.core.cache import cache
from joserfc import jwt
from joserfc.jwk import KeySet

from accounts.models import Domain, Visitor
from demo.signing_keys import REGISTRY
from tests.demo.conftest import ProductBrowser

VERIFIER = "v" * 43
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
CALLBACK = "http://help.localhost:8000/sign-in/callback"
ASKED = {
    "client_id": "help-center",
    "redirect_uri": CALLBACK,
    "response_type": "code",
    "scope": "openid email",
    "state": "s-1",
    "nonce": "n-1",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


def answer(response):
    assert response.status_code == 302
    assert response["Location"].startswith(f"{CALLBACK}?")
    return {name: values[0] for name, values in parse_qs(urlsplit(response["Location"]).query).items()}


def code_for(browser, person="pro", **changes):
    browser.become(person)
    return answer(browser.get("/authorize", ASKED | changes))["code"]


def redeem(browser, code, **changes):
    fields = {
        "grant_type": "authorization_code",
        "client_id": "help-center",
        "redirect_uri": CALLBACK,
        "code": code,
        "code_verifier": VERIFIER,
    }
    return browser.post("/token", fields | changes)


def test_nobody_is_asked_anything_when_no_page_is_wanted(claude):
    assert answer(claude.get("/authorize", ASKED | {"prompt": "none"}))["error"] == "login_required"


@pytest.mark.parametrize("prompt", ["login", "select_account"])
def test_who_is_signed_in_can_be_asked_once_more_who_they_are(claude, prompt):
    claude.become("pro")
    page = claude.get("/authorize", ASKED | {"prompt": prompt})
    assert page.status_code == 200
    assert "client_id=help-center" in page.context["next"]
    assert "prompt" not in page.context["next"]


def test_the_description_names_this_host(platform):
    document = platform.get("/.well-known/openid-configuration").json()
    assert document["issuer"] == "http://platform.localhost:8000"
    assert document["token_endpoint"] == "http://platform.localhost:8000/token"
    assert document["code_challenge_methods_supported"] == ["S256"]


@pytest.mark.parametrize(
    ("host", "algorithm"),
    [("claude.localhost", "EdDSA"), ("platform.localhost", "ES256"), ("console.localhost", "RS256")],
)
def test_each_host_publishes_the_public_half_of_a_key_of_its_own(host, algorithm, var_dir):
    browser = ProductBrowser(host)
    (key,) = browser.get("/.well-known/jwks.json").json()["keys"]
    assert (key["alg"], key["use"]) == (algorithm, "sig")
    assert "d" not in key
    assert browser.get("/.well-known/jwks.json").json()["keys"] == [key]
    assert (var_dir / "demo" / f"{host}.json").stat().st_mode & 0o777 == 0o600


def test_a_signed_in_person_is_sent_straight_back_with_a_code(claude):
    claude.become("pro")
    given = answer(claude.get("/authorize", ASKED))
    assert given["state"] == "s-1"
    assert given["iss"] == "http://claude.localhost:8000"
    assert given["code"]


def test_anybody_else_is_asked_who_they_are_and_goes_on_from_there(claude):
    page = claude.get("/authorize", ASKED | {"ui_locales": "ja"})
    assert page.status_code == 200
    assert '<html lang="ja"' in page.content.decode()
    assert f"{CALLBACK}?error=access_denied&amp;state=s-1&amp;iss=" in page.content.decode()
    assert "messenger.js" not in page.content.decode()


def test_whom_the_help_center_thinks_it_is_comes_first(claude):
    page = claude.get("/authorize", ASKED | {"login_hint": "theo.laurent@example.com"}).content.decode()
    assert page.index("Theo Laurent") < page.index("Yui Tanaka")
    assert page.count("You were logged in as this person") == 1


@pytest.mark.parametrize("changes", [{"client_id": "x"}, {"redirect_uri": "https://evil.example/"}])
def test_an_unknown_client_or_address_gets_no_redirect(claude, changes):
    claude.become("pro")
    assert claude.get("/authorize", ASKED | changes).status_code == 400


@pytest.mark.parametrize(
    "changes",
    [{"response_type": "token"}, {"code_challenge_method": "plain"}, {"code_challenge": ""}, {"scope": "email"}],
)
def test_a_request_that_is_not_as_it_should_be_is_answered_with_an_error(claude, changes):
    claude.become("pro")
    assert answer(claude.get("/authorize", ASKED | changes))["error"] == "invalid_request"


def test_a_code_is_worth_an_id_token(claude):
    response = redeem(claude, code_for(claude, "enterprise_owner"))
    keys = KeySet.import_key_set(claude.get("/.well-known/jwks.json").json())
    claims = jwt.decode(response.json()["id_token"], keys, registry=REGISTRY).claims
    assert (claims["nonce"], claims["plan"], claims["role"]) == ("n-1", "enterprise", "owner")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "w" * 43},
        {"code_verifier": ""},
        {"client_id": "x"},
        {"redirect_uri": "https://evil.example/"},
        {"code": "made up"},
    ],
)
def test_a_code_is_worth_nothing_without_all_that_belongs_to_it(claude, changes):
    response = redeem(claude, **({"code": code_for(claude)} | changes))
    assert (response.status_code, response.json()) == (400, {"error": "invalid_grant"})


def test_a_code_is_redeemed_once(claude):
    code = code_for(claude)
    assert redeem(claude, code).status_code == 200
    assert redeem(claude, code).status_code == 400


def test_any_process_redeems_a_code(claude):
    code = code_for(claude)
    cache.clear()  # another process knows nothing of this one
    assert redeem(claude, code).status_code == 200


def test_a_code_is_for_its_own_host(claude, platform):
    assert redeem(platform, code_for(claude)).status_code == 400


def test_an_old_code_is_worth_nothing(claude, monkeypatch):
    code = code_for(claude)
    real = signing.time.time
    monkeypatch.setattr(signing.time, "time", lambda: real() + 61)
    assert redeem(claude, code).status_code == 400


def test_other_grants_are_not_given(claude):
    response = redeem(claude, "", grant_type="password")
    assert response.json() == {"error": "unsupported_grant_type"}


def test_tokens_are_not_given_by_get(claude):
    assert claude.get("/token").status_code == 405


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("host", ["claude.localhost", "platform.localhost", "console.localhost"])
def test_the_help_center_signs_people_in_at_every_host(host, live_server, settings):
    port = urlsplit(live_server.url).port
    settings.SITE_URL = f"http://help.localhost:{port}"
    origin = f"http://{host}:{port}"
    product = "claude" if host == "claude.localhost" else "console"
    Domain.objects.create(
        host=host,
        name=host,
        product=product,
        issuer=origin,
        client_id="help-center",
        jwks_url=f"{origin}/.well-known/jwks.json",
    )
    person = "pro" if product == "claude" else "admin"
    there, here = ProductBrowser(host, port), ProductBrowser("help.localhost", port)
    there.become(person)
    away = here.get(f"/en/sign-in/{host}/?next=/en/messenger/")
    back = there.get(away["Location"].removeprefix(origin))
    arrived = here.get(back["Location"].removeprefix(settings.SITE_URL))
    assert (arrived.status_code, arrived["Location"]) == (302, "/en/messenger/")
    assert Visitor.objects.get().customer.subject == f"{product}-{person}"
