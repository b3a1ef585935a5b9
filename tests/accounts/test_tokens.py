"""Which signed tokens are believed, and how each other one is refused."""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from datetime import timedelta

import pytest
from django.utils import translation
from joserfc.jwk import OKPKey

from accounts.sign_in import refusals
from accounts.sign_in.claims import read_claims
from accounts.sign_in.tokens import half_hash, read_embedded, read_id_token
from tests.accounts.product import Product, make_key, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def domain(claude):
    return claude.domain()


def read(token, domain, now, *, nonce="n-1", access_token=""):
    return read_id_token(token, domain=domain, nonce=nonce, access_token=access_token, now=now)


def refused(token, now):
    with pytest.raises(refusals.TokenRefusedError) as caught:
        read_embedded(token, now=now)
    return caught.value.code


def test_a_good_token_says_who_it_is_and_which_domain_says_so(claude, domain, now):
    issuing, claims = read_embedded(claude.token(org="org-1", org_name="One"), now=now)
    assert issuing == domain
    assert (claims.subject, claims.email, claims.plan) == ("person-1", "marta@example.com", "pro")
    assert (claims.organisation, claims.organisation_name, claims.locale) == ("org-1", "One", "ja")


@pytest.mark.parametrize("algorithm", ["EdDSA", "Ed25519", "ES256", "RS256"])
def test_each_accepted_algorithm_is_accepted(network, algorithm, now):
    server, products = network
    product = products["claude.localhost"] = Product(server, algorithm=algorithm)
    product.domain()
    assert read_embedded(product.token(), now=now)[1].subject == "person-1"


def test_an_expired_token_is_refused(claude, domain, now):
    past = int(time.time()) - 600
    assert refused(claude.token(iat=past, exp=past + 300), now) == "expired"


def test_a_clock_that_differs_by_seconds_does_not_matter(claude, domain, now):
    moment = int(now.timestamp())
    assert read_embedded(claude.token(iat=moment + 20, exp=moment + 200), now=now)
    assert read_embedded(claude.token(iat=moment - 200, exp=moment - 20), now=now)


@pytest.mark.parametrize("claim", ["iat", "nbf"])
def test_a_token_from_the_future_is_refused(claude, domain, now, claim):
    moment = int(now.timestamp())
    assert refused(claude.token(**{claim: moment + 120, "exp": moment + 400}), now) == "not_yet_valid"


@pytest.mark.parametrize("audience", ["someone-else", ["help-center", "someone-else"], [], 7])
def test_a_token_for_another_audience_is_refused(claude, domain, now, audience):
    assert refused(claude.token(aud=audience), now) == "wrong_audience"


def test_an_audience_in_a_list_of_its_own_is_fine(claude, domain, now):
    assert read_embedded(claude.token(aud=["help-center"]), now=now)


def test_an_unsigned_token_is_refused(claude, domain, now):
    _header, payload, _signature = claude.token().split(".")
    none = urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    assert refused(f"{none}.{payload}.", now) == "unsigned"


def test_a_token_signed_with_a_shared_secret_is_refused(claude, domain, now):
    # The old confusion: the public key, which anybody has, taken for a secret.
    header = urlsafe_b64encode(b'{"alg":"HS256"}').rstrip(b"=")
    signed = header + b"." + claude.token().split(".")[1].encode()
    mac = hmac.digest(claude.key.as_pem(private=False), signed, "sha256")
    assert refused(f"{signed.decode()}.{urlsafe_b64encode(mac).rstrip(b'=').decode()}", now) == "unsigned"


def test_an_algorithm_that_we_do_not_accept_is_refused(claude, domain, now):
    key = make_key("RS256")
    claude.keys = [key]
    assert refused(sign(claude.claims(), key, "RS512"), now) == "unsigned"


@pytest.mark.parametrize("typ", ["JWT", "at+jwt", "logout+jwt", "", 5, ["messenger-identity+jwt"]])
def test_a_token_made_for_another_purpose_is_refused(claude, domain, now, typ):
    assert refused(by_hand(header={"typ": typ}, iss=claude.origin), now) == "wrong_type"


def test_an_id_token_is_no_embedded_identity_nor_the_other_way_round(claude, domain, now):
    assert refused(claude.token(nonce="n-1"), now) == "wrong_type"
    with pytest.raises(refusals.WrongTypeError):
        read(claude.token(), domain, now)


def test_the_type_may_be_written_as_a_media_type(claude, domain, now):
    header = {"typ": "application/Messenger-Identity+JWT"}
    assert read_embedded(claude.token(header=header), now=now)


@pytest.mark.parametrize("crit", [[], ["exp"], "x"])
def test_a_header_that_asks_us_to_understand_more_is_refused(claude, domain, now, crit):
    assert refused(by_hand(header={"crit": crit}, iss=claude.origin), now) == "malformed"


def test_an_unknown_issuer_is_refused(claude, domain, now):
    assert refused(claude.token(iss="https://elsewhere.example"), now) == "unknown_issuer"


def test_another_key_under_the_same_id_is_refused(claude, domain, now):
    assert refused(claude.token(key=make_key("ES256", claude.key.kid)), now) == "bad_signature"


def test_another_domains_key_is_refused(claude, console, domain, now):
    console.domain()
    assert refused(console.token(iss=claude.origin, product="claude"), now) == "bad_signature"


def test_another_kind_of_key_under_the_same_id_is_refused(claude, domain, now):
    key = OKPKey.generate_key("Ed25519", {"kid": claude.key.kid})
    assert refused(claude.token(key=key, algorithm="EdDSA"), now) == "bad_signature"


def test_a_changed_payload_is_refused(claude, domain, now):
    header, _payload, signature = claude.token().split(".")
    _header, other, _signature = claude.token(plan="enterprise", role="owner").split(".")
    assert refused(f"{header}.{other}.{signature}", now) == "bad_signature"


@pytest.mark.parametrize("claim", ["iss", "aud", "sub", "iat", "exp", "jti", "email", "product"])
def test_a_missing_claim_is_refused_by_name(claude, domain, now, claim):
    with pytest.raises(refusals.MissingClaimError) as caught:
        read_embedded(claude.token(**{claim: None}), now=now)
    assert caught.value.detail == claim


def test_an_embedded_identity_lives_for_a_quarter_of_an_hour_at_most(claude, domain, now):
    moment = int(now.timestamp())
    assert read_embedded(claude.token(iat=moment, exp=moment + 900), now=now)
    assert refused(claude.token(iat=moment, exp=moment + 901), now) == "too_long_lived"


def test_a_token_for_the_other_product_is_refused(claude, domain, now):
    assert refused(claude.token(product="console"), now) == "product_mismatch"


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": "soon"},
        {"exp": True},
        {"exp": 1e300},
        {"email": "not an address"},
        {"email": "a@example.com\nBcc: b@example.com"},
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
        {"sub": 7},
        {"sub": "x" * 256},
        {"name": ["a"]},
        {"plan": "a\x00b"},
    ],
)
def test_a_claim_that_can_not_be_right_is_refused(claude, domain, now, changes):
    assert refused(claude.token(**changes), now) == "invalid_claim"


@pytest.mark.parametrize(
    "token", ["", "abc", "a.b.c", "e30.e30.e30", "Im5vIg.Im5vIg.eA", "WzFd.WzFd.eA", "é.é.é", "x" * 9000]
)
def test_what_is_no_token_is_refused(token, now):
    assert refused(token, now) == "malformed"


def test_a_payload_that_is_no_object_is_refused(now):
    header = urlsafe_b64encode(b'{"alg":"ES256"}').rstrip(b"=").decode()
    assert refused(f"{header}.WzFd.eA", now) == "malformed"


def by_hand(header=None, **payload):
    """A token that nobody signed, written as JSON allows and our library doesn't write it."""
    head = {"alg": "ES256", "typ": "messenger-identity+jwt"} | (header or {})
    parts = [json.dumps(part).encode() for part in (head, payload)]
    return ".".join(urlsafe_b64encode(part).rstrip(b"=").decode() for part in [*parts, b"no signature"])


@pytest.mark.parametrize("issuer", ["\x00", "half \ud800", "", "é" * 500, 5, ["x"], {}])
def test_an_issuer_that_no_row_could_have_is_unknown(db, now, issuer):
    assert refused(by_hand(iss=issuer), now) == "unknown_issuer"


@pytest.mark.parametrize("claim", ["sub", "name", "org", "org_name", "plan", "email"])
def test_half_a_character_is_no_word(now, claim):
    payload = {"sub": "1", "email": "a@example.com", "email_verified": True, "product": "claude", claim: "half \ud800"}
    with pytest.raises(refusals.InvalidClaimError):
        read_claims(payload, product="claude", issued_at=now, expires_at=now)


def test_words_that_describe_are_cut_to_one_line_of_their_column(claude, domain, now):
    claims = read_embedded(claude.token(name="A\r\n  B " + "x" * 300, plan="p" * 99), now=now)[1]
    assert claims.name.startswith("A B x")
    assert (len(claims.name), len(claims.plan)) == (200, 40)


def test_an_id_token_answers_the_sign_in_that_was_started(claude, domain, now):
    token = claude.token(nonce="n-1", exp=int(now.timestamp()) + 3600, jti=None)
    assert read(token, domain, now).payload["sub"] == "person-1"


@pytest.mark.parametrize("nonce", ["n-2", None, 5, "ñ"])
def test_an_id_token_with_another_nonce_is_refused(claude, domain, now, nonce):
    with pytest.raises(refusals.WrongNonceError):
        read(claude.token(nonce=nonce), domain, now)


def test_an_id_token_of_another_issuer_is_refused(claude, domain, now):
    token = claude.token(iss="https://elsewhere.example", nonce="n-1")
    with pytest.raises(refusals.UnknownIssuerError):
        read(token, domain, now)


def test_an_expired_id_token_is_refused(claude, domain, now):
    token = claude.token(nonce="n-1")
    with pytest.raises(refusals.ExpiredError):
        read(token, domain, now + timedelta(hours=1))


def test_every_refusal_has_its_own_code_and_words():
    kinds = refusals.TokenRefusedError.__subclasses__()
    assert len({kind.code for kind in kinds}) == len(kinds) == 17
    with translation.override("en"):
        assert all(str(kind.message).endswith(".") for kind in kinds)


def test_the_detail_is_for_the_log():
    assert str(refusals.MissingClaimError("email")) == "missing_claim: email"
    assert str(refusals.ExpiredError()) == "expired"


def test_an_id_token_may_be_for_others_too_when_it_was_given_to_us(claude, domain, now):
    assert read(claude.token(nonce="n-1", aud=["help-center", "api"], azp="help-center"), domain, now)


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": ["help-center", "api"]},
        {"aud": ["help-center", "api"], "azp": "api"},
        {"aud": "help-center", "azp": "api"},
        {"aud": ["api"], "azp": "help-center"},
        {"aud": []},
    ],
)
def test_an_id_token_that_was_given_to_another_is_refused(claude, domain, now, changes):
    with pytest.raises(refusals.WrongAudienceError):
        read(claude.token(nonce="n-1", **changes), domain, now)


def test_providers_sign_with_ps256_too_and_products_do_not(network, now):
    server, products = network
    product = products["claude.localhost"] = Product(server, algorithm="PS256")
    domain = product.domain()
    assert read(product.token(nonce="n-1"), domain, now).payload["sub"] == "person-1"
    assert refused(product.token(), now) == "unsigned"


@pytest.mark.parametrize("algorithm", ["ES256", "EdDSA"])
def test_the_access_token_is_the_one_that_the_id_token_came_with(network, now, algorithm):
    server, products = network
    product = products["claude.localhost"] = Product(server, algorithm=algorithm)
    domain = product.domain()
    token = product.token(nonce="n-1", at_hash=half_hash("a-1", algorithm))
    assert read(token, domain, now, access_token="a-1")
    for other in ("a-2", ""):
        with pytest.raises(refusals.WrongAccessTokenError):
            read(token, domain, now, access_token=other)


def test_the_half_of_a_digest_is_as_openid_connect_core_has_it():
    # Appendix A.3 of the specification.
    assert half_hash("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y", "RS256") == "77QmUPtjPfzWtF2AnpK9RQ"


def test_keys_are_where_the_provider_says_when_the_row_does_not(claude, now):
    domain = claude.domain(jwks_url="")
    claude.description["jwks_uri"] = f"{claude.origin}/jwks"
    assert read(claude.token(nonce="n-1"), domain, now)
    assert claude.asked["/.well-known/openid-configuration"] == 1


def test_without_a_word_where_the_keys_are_nothing_can_be_said_of_a_token(claude, now):
    claude.domain(jwks_url="")
    assert refused(claude.token(), now) == "keys_unavailable"
