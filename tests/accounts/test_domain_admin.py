"""The form of a domain's provider in the admin: the secret that nobody reads, the map of claims, and the try."""

import json

import pytest
from joserfc.jwk import ECKey, RSAKey

from accounts.models import Domain
from accounts.sign_in.client_auth import key_of
from tests import cast
from tests.accounts.test_admin import form

pytestmark = pytest.mark.django_db
METHODS = "token_endpoint_auth_methods_supported"


@pytest.fixture
def admin(db):
    return cast.staff_browser(name="admin", groups=(), superuser=True)


@pytest.fixture
def domain(claude):
    claude.description = {METHODS: ["client_secret_basic", "client_secret_post", "private_key_jwt"]}
    return claude.domain()


def save(admin, domain, **changes):
    return admin.post(f"/admin/accounts/domain/{domain.pk}/change/", form(domain, **changes))


def saved(admin, domain, **changes):
    response = save(admin, domain, **changes)
    assert response.status_code == 302, response.content.decode()
    domain.refresh_from_db()
    return domain


def test_a_secret_is_written_kept_and_never_shown_nor_stored_as_typed(admin, domain):
    kept = saved(admin, domain, client_auth="client_secret_basic", credential="tops:ecret").sealed_credential
    assert kept
    assert "tops:ecret" not in kept
    page = admin.get(f"/admin/accounts/domain/{domain.pk}/change/").content.decode()
    assert "tops:ecret" not in page
    assert kept not in page
    assert "nobody can read it here" in page
    assert saved(admin, domain, client_auth="client_secret_post").sealed_credential == kept
    assert saved(admin, domain, client_auth="none").sealed_credential == ""


def test_a_way_with_a_secret_needs_one(admin, domain):
    assert "The client secret is needed" in save(admin, domain, client_auth="client_secret_post").content.decode()


def test_a_secret_without_a_way_to_show_it_is_refused(admin, domain):
    assert "choose how it is shown" in save(admin, domain, credential="x").content.decode()


def test_a_key_is_made_where_none_is_given_and_its_public_half_published(admin, domain, reader):
    saved(admin, domain, client_auth="private_key_jwt")
    (published,) = reader.get("/sign-in/keys/claude.localhost").json()["keys"]
    assert (published["kty"], published["alg"], published["kid"]) == ("RSA", "RS256", key_of(domain).kid)
    assert "d" not in published


@pytest.mark.parametrize("way", ["pem", "jwk"])
def test_a_key_may_be_given(admin, domain, way):
    key = ECKey.generate_key("P-256")
    given = key.as_pem(private=True).decode() if way == "pem" else json.dumps(key.as_dict(private=True))
    assert (
        key_of(saved(admin, domain, client_auth="private_key_jwt", credential=given)).thumbprint() == key.thumbprint()
    )


@pytest.mark.filterwarnings("ignore:Key size")
@pytest.mark.parametrize(
    "given",
    [
        "a password",
        "{}",
        "{",
        RSAKey.generate_key(2048).as_pem(private=False).decode(),
        ECKey.generate_key("P-384").as_pem(private=True).decode(),
    ],
)
def test_what_is_no_private_key_of_ours_is_refused(admin, domain, given):
    page = save(admin, domain, client_auth="private_key_jwt", credential=given).content.decode()
    assert "Not a private key" in page


def test_a_secret_is_no_key_when_the_way_changes(admin, domain):
    secret = saved(admin, domain, client_auth="client_secret_basic", credential="s-1").sealed_credential
    assert saved(admin, domain, client_auth="private_key_jwt").sealed_credential != secret
    assert "The client secret is needed" in save(admin, domain, client_auth="client_secret_basic").content.decode()


def test_a_way_that_the_provider_does_not_know_is_refused_in_words(admin, claude, domain):
    claude.description[METHODS] = ["client_secret_post"]
    page = save(admin, domain, client_auth="client_secret_basic", credential="s-1").content.decode()
    assert "take that. It takes: client_secret_post." in page


def test_a_provider_that_is_not_there_yet_is_in_nobodys_way(admin, claude, domain):
    claude.answers["/.well-known/openid-configuration"] = (503, {}, b"")
    saved(admin, domain, client_auth="client_secret_basic", credential="s-1")


def test_the_map_is_written_in_fields_and_read_back(admin, domain):
    changes = {
        "role_claim": "realm_access.roles",
        "role_values": "boss = owner\r\n\r\nstaff=member",
        "plan_default": "pro",
    }
    kept = saved(admin, domain, **changes).claims_map
    assert kept == {
        "role": {"claim": "realm_access.roles", "values": {"boss": "owner", "staff": "member"}},
        "plan": {"default": "pro"},
    }
    page = admin.get(f"/admin/accounts/domain/{domain.pk}/change/").content.decode()
    assert "boss = owner\nstaff = member</textarea>" in page
    assert 'value="realm_access.roles"' in page


@pytest.mark.parametrize("typed", ["boss", "= owner", "boss ="])
def test_a_line_of_the_map_that_says_nothing_is_refused(admin, domain, typed):
    assert "their value = our value" in save(admin, domain, role_values=typed).content.decode()


def test_the_map_can_not_make_another_product_of_a_domain(admin, domain):
    assert "own product" in save(admin, domain, product_values="x = console").content.decode()


@pytest.mark.parametrize(
    ("issuer", "words"),
    [
        ("http://id.example.com", "must begin with https"),
        ("https://id.example.com/.well-known/openid-configuration", "The issuer alone"),
        ("https://id.example.com/?x=1", "The issuer alone"),
    ],
)
def test_what_can_not_be_an_issuer_is_refused_in_words(admin, domain, issuer, words):
    assert words in save(admin, domain, issuer=issuer).content.decode()


def tried(admin, domain):
    return admin.get(f"/admin/accounts/domain/{domain.pk}/try/").content.decode().replace("&#x27;", "'")


def test_a_try_says_what_is_right_and_what_is_missing(admin, claude, domain):
    claude.description |= {"jwks_uri": f"{claude.origin}/jwks", "code_challenge_methods_supported": ["S256"]}
    claude.answers["/token"] = (400, {"Content-Type": "application/json"}, b'{"error": "invalid_grant"}')
    page = tried(admin, claude.domain(jwks_url=""))
    for words in ("usable: 1.", "It knows PKCE", "It knows us as its client (none)", "It has no userinfo endpoint"):
        assert words in page
    assert "Wrong:" not in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({METHODS: ["tls_client_auth"]}, "It takes: tls_client_auth."),
        ({"token_endpoint": "http://id.example/token"}, "no usable token_endpoint"),
        ({"response_types_supported": ["id_token"]}, "authorization code flow"),
        ({"id_token_signing_alg_values_supported": ["HS256"]}, "signs ID tokens with HS256 alone"),
        ({"scopes_supported": ["openid", "profile"]}, "doesn’t name: email."),
        ({"issuer": "https://elsewhere.example"}, "speaks for https://elsewhere.example"),
    ],
)
def test_a_try_names_what_a_sign_in_would_fail_on(admin, claude, domain, changes, words):
    domain = saved(admin, domain, client_auth="client_secret_basic", credential="s-1")
    claude.description |= changes
    claude.answers["/token"] = (401, {"Content-Type": "application/json"}, b'{"error": "invalid_client"}')
    assert words in tried(admin, domain)


def test_a_try_tells_a_wrong_secret(admin, claude, domain):
    domain = saved(admin, domain, client_auth="client_secret_post", credential="s-1")
    claude.answers["/token"] = (401, {"Content-Type": "application/json"}, b'{"error": "invalid_client"}')
    assert "doesn’t accept us as its client" in tried(admin, domain)
    assert claude.token_request["client_secret"] == "s-1"


def test_a_secret_that_was_sealed_with_another_key_must_be_entered_anew(admin, claude, domain, settings):
    domain = saved(admin, domain, client_auth="client_secret_post", credential="s-1")
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another one"
    admin.force_login(admin.user)
    assert "enter it anew" in tried(admin, domain)
    settings.SECRET_KEY_FALLBACKS = [old]
    claude.answers["/token"] = (400, {"Content-Type": "application/json"}, b'{"error": "invalid_grant"}')
    assert "It knows us as its client" in tried(admin, domain)


def test_who_may_not_change_a_domain_tries_none(agent, domain):
    assert agent.get(f"/admin/accounts/domain/{domain.pk}/try/").status_code == 403
    assert Domain.objects.get() == domain
