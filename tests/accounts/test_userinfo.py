"""What the ID token leaves out is asked for at the userinfo endpoint."""

import json

import pytest

from accounts.models import Visitor
from tests.accounts.product import make_key, sign
from tests.accounts.test_sign_in import come_back, leave

pytestmark = pytest.mark.django_db
MORE = {"sub": "person-1", "email": "more@example.com", "email_verified": True, "plan": "max"}
BARE = {"email": None, "email_verified": None, "plan": None, "product": None}


@pytest.fixture
def domain(claude):
    claude.description["userinfo_endpoint"] = f"{claude.origin}/userinfo"
    return claude.domain()


def says(claude, document, kind="application/json"):
    body = document if isinstance(document, str) else json.dumps(document)
    claude.answers["/userinfo"] = (200, {"Content-Type": kind}, body.encode())


def test_a_bare_id_token_is_made_whole(reader, claude, domain):
    says(claude, MORE)
    assert come_back(reader, claude, leave(reader), **BARE).status_code == 302
    visitor = Visitor.objects.get()
    assert (visitor.email, visitor.plan, visitor.name) == ("more@example.com", "max", "Marta Silva")


def test_an_id_token_that_says_everything_needs_no_more(reader, claude, domain):
    come_back(reader, claude, leave(reader))
    assert claude.asked["/userinfo"] == 0


def test_what_was_signed_for_us_stands_above_what_is_only_said(reader, claude, domain):
    says(claude, MORE | {"iss": "x", "jti": "x", "name": "Somebody"})
    come_back(reader, claude, leave(reader), email_verified=None)
    visitor = Visitor.objects.get()
    assert (visitor.email, visitor.name, visitor.plan) == ("marta@example.com", "Marta Silva", "pro")


@pytest.mark.parametrize("subject", ["person-2", None, 1])
def test_an_answer_about_somebody_else_is_refused(reader, claude, domain, subject):
    says(claude, MORE | {"sub": subject})
    assert come_back(reader, claude, leave(reader), **BARE).status_code == 403
    assert not Visitor.objects.exists()


def test_a_signed_answer_is_read(reader, claude, domain):
    says(claude, sign(MORE | {"iss": claude.origin, "aud": "help-center"}, claude.key, "ES256"), "application/jwt; x=1")
    assert come_back(reader, claude, leave(reader), **BARE).status_code == 302


@pytest.mark.parametrize(
    "changes", [{"iss": "https://elsewhere.example"}, {"aud": "somebody-else"}, {"key": "another"}]
)
def test_a_signed_answer_of_another_or_for_another_is_refused(reader, claude, domain, changes):
    key = make_key("ES256", claude.key.kid) if changes.pop("key", "") else claude.key
    says(claude, sign(MORE | changes, key, "ES256"), "application/jwt")
    assert come_back(reader, claude, leave(reader), **BARE).status_code == 403


@pytest.mark.parametrize(
    "answer", [(500, {}, b""), (401, {}, b"{}"), (302, {"Location": "/jwks"}, b""), (200, {}, b"[]"), (200, {}, b"x")]
)
def test_no_answer_is_a_page_that_says_so_and_never_less_rights(reader, claude, domain, answer):
    claude.answers["/userinfo"] = answer
    assert come_back(reader, claude, leave(reader), **BARE).status_code == 502
    assert not Visitor.objects.exists()


def test_an_address_of_which_nobody_says_that_it_was_verified_counts_where_the_row_says_so(reader, claude, domain):
    says(claude, {"sub": "person-1"})
    assert come_back(reader, claude, leave(reader), email_verified=None).status_code == 403
    claude.domain(trusts_addresses=True)
    assert come_back(reader, claude, leave(reader), email_verified=None).status_code == 302
    assert come_back(reader, claude, leave(reader), email_verified=False).status_code == 403
