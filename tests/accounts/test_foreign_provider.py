"""Signing in at a provider that nobody here wrote (idpyoidc), in each way of showing who we are."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import requests
from django.utils import timezone

from accounts.models import Customer, Domain, Visitor
from accounts.sign_in.client_auth import as_credential, new_key, sealed
from accounts.sign_in.trying import try_out
from tests import cast
from tests.accounts.foreign_provider import SECRET, foreign

pytestmark = pytest.mark.django_db
WAYS = ["none", "client_secret_basic", "client_secret_post", "private_key_jwt"]
MAP = {
    "plan": {"claim": "https://acme.example/claims.plan", "values": {"gold": "team"}},
    "role": {"claim": "realm_access.roles", "values": {"boss": "owner"}, "default": "member"},
}


def domain_at(issuer, way="none", credential=""):
    return Domain.objects.create(
        host="localhost",
        name="Acme",
        product="claude",
        issuer=issuer,
        client_id="help-center",
        jwks_url="",
        client_auth=way,
        sealed_credential=sealed(credential) if credential else "",
        assertion_audience="token_endpoint",
        extra_scopes="rights",
        claims_map=MAP,
    )


def walk(browser, path="/en/sign-in/localhost/?next=/en/messenger/"):
    """There and back; our last answer."""
    away = browser.get(path)
    assert away.status_code == 302, away.content.decode()
    there = requests.get(away["Location"], allow_redirects=False, timeout=5)
    assert there.status_code == 302, there.text
    back = urlsplit(there.headers["Location"])
    return browser.get(f"{back.path}?{back.query}")


@pytest.mark.parametrize("way", WAYS)
def test_a_person_of_a_foreign_provider_is_known_by_the_map(way):
    key = new_key()
    credential = {"none": "", "private_key_jwt": as_credential(key)}.get(way, SECRET)
    keys = [key.as_dict(private=False)] if way == "private_key_jwt" else []
    with foreign(cast.ORIGIN, way, keys) as (issuer, _op):
        domain = domain_at(issuer, way, credential)
        browser = cast.Browser()
        answer = walk(browser)
        assert (answer.status_code, answer.get("Location")) == (302, "/en/messenger/"), answer.content.decode()
        visitor = Visitor.objects.get()
        assert (visitor.email, visitor.plan, visitor.role) == ("diana@example.com", "team", "owner")
        assert [finding.text for finding in try_out(domain) if finding.kind == "wrong"] == []


def test_rights_that_are_too_old_are_said_anew_without_a_page():
    with foreign(cast.ORIGIN, "none") as (issuer, _op):
        domain_at(issuer)
        browser = cast.Browser()
        walk(browser)
        Customer.objects.update(claims_at=timezone.now() - timedelta(hours=2))
        assert not Visitor.objects.select_related("customer").get().has_fresh_rights(timezone.now())
        assert walk(browser, "/en/sign-in/localhost/?silent=1").status_code == 302
        assert Visitor.objects.select_related("customer").get().has_fresh_rights(timezone.now())


@pytest.mark.parametrize("way", ["client_secret_basic", "client_secret_post", "private_key_jwt"])
def test_a_provider_that_does_not_know_our_secret_lets_nobody_in(way):
    wrong = as_credential(new_key()) if way == "private_key_jwt" else "another secret, as long as the right one"
    with foreign(cast.ORIGIN, way, [new_key().as_dict(private=False)]) as (issuer, _op):
        domain_at(issuer, way, wrong)
        assert walk(cast.Browser()).status_code == 502
        assert not Visitor.objects.exists()
