"""An embedded frame hands over a signed identity and gets a visitor's token."""

import pytest

from accounts import actions
from accounts.models import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def domain(claude):
    return claude.domain()


def test_a_signed_identity_becomes_a_visitor_without_a_cookie(reader, claude, domain):
    response = reader.post("/identify", {"token": claude.token()})
    assert response.status_code == 200
    visitor = Visitor.objects.get(token_digest=actions.digest(response.json()["visitor"]))
    assert (visitor.customer.subject, visitor.domain, visitor.plan) == ("person-1", domain, "pro")
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]


def test_the_frames_own_visit_goes_on(reader, claude, domain, now):
    visitor, token = actions.start_visit(now=now)
    reader.post("/identify", {"token": claude.token()}, headers={"X-Visitor": token})
    visitor.refresh_from_db()
    assert visitor.customer.subject == "person-1"


def test_the_help_centers_own_visit_is_left_alone(pro, claude):
    claude.domain()
    before = pro.visitor.token_digest
    assert pro.post("/identify", {"token": claude.token()}).status_code == 200
    pro.visitor.refresh_from_db()
    assert pro.visitor.token_digest == before


def test_the_same_token_twice_is_refused(reader, claude, domain):
    token = claude.token()
    reader.post("/identify", {"token": token})
    response = reader.post("/identify", {"token": token})
    assert response.status_code == 403
    assert response.json()["error"] == "replayed"


def test_a_refusal_has_a_code_and_words_and_changes_nothing(reader, claude, domain):
    response = reader.post("/identify", {"token": claude.token(aud="x")}, headers={"Accept-Language": "en"})
    assert response.status_code == 403
    assert response.json() == {
        "error": "wrong_audience",
        "message": "Your login was made for another site. Please log in again.",
        "detail": "x",
    }
    assert not Visitor.objects.exists()


@pytest.mark.parametrize("fields", [{}, {"token": ""}, {"token": "nonsense"}])
def test_what_is_no_token_is_unprocessable(reader, fields):
    response = reader.post("/identify", fields)
    assert (response.status_code, response.json()["error"]) == (422, "malformed")


def test_keys_that_can_not_be_fetched_are_said_to_be_so(reader, claude, domain):
    claude.answers["/jwks"] = (500, {}, b"")
    response = reader.post("/identify", {"token": claude.token()})
    assert (response.status_code, response.json()["error"]) == (503, "keys_unavailable")


def test_another_site_can_not_identify_anybody(reader, claude, domain):
    response = reader.post("/identify", {"token": claude.token()}, headers={"Origin": claude.origin})
    assert response.status_code == 403
    assert not Visitor.objects.exists()


def test_reading_is_refused(reader):
    assert reader.get("/identify").status_code == 405
