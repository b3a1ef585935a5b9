"""A product says, server to server, that somebody signed out there."""

import pytest
from django.utils import timezone

from accounts import actions
from accounts.models import Visitor
from accounts.sign_in.claims import LOGOUT_EVENT, Claims
from tests import cast

pytestmark = pytest.mark.django_db
ADDRESS = "/sign-in/back-channel-logout"


@pytest.fixture
def domain(claude):
    return claude.domain()


def signed_in(domain, now, *, subject="person-1", session=""):
    about = {"email": "a@example.com", "product": domain.product, "issued_at": now, "expires_at": now}
    person = Claims(subject=subject, session=session, **about)
    return actions.sign_in(visitor=None, domain=domain, claims=person, now=now)[0]


def running(*visits):
    return [Visitor.objects.filter(pk=visit.pk, expires_at__gt=timezone.now()).exists() for visit in visits]


def post(token):
    """As a server posts it: no origin, no cookie."""
    browser = cast.Browser()
    return browser.post(ADDRESS, {"logout_token": token}, headers={"Origin": None})


def test_a_subjects_visits_through_the_domain_end_and_nobody_elses(claude, domain, now):
    first, second = signed_in(domain, now, session="s-1"), signed_in(domain, now)
    other = signed_in(domain, now, subject="person-2")
    response = post(claude.logout_token())
    assert (response.status_code, response["Cache-Control"]) == (
        200,
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )
    assert running(first, second, other) == [False, False, True]


def test_a_sessions_logout_leaves_the_persons_other_sessions(claude, domain, now):
    ended, other, framed = (signed_in(domain, now, session=session) for session in ("s-1", "s-2", ""))
    assert post(claude.logout_token(sid="s-1")).status_code == 200
    assert running(ended, other, framed) == [False, True, False]


def test_a_sessions_name_may_be_longer_than_our_column(claude, domain, reader):
    name = "s" * 2000
    reader.post("/identify", {"token": claude.token(sid=name)})
    visit = Visitor.objects.get()
    assert post(claude.logout_token(sid=name, sub=None)).status_code == 200
    assert running(visit) == [False]


def test_a_session_may_be_named_alone(claude, domain, now):
    ended, other = (signed_in(domain, now, session=session) for session in ("s-1", "s-2"))
    assert post(claude.logout_token(sid="s-1", sub=None)).status_code == 200
    assert running(ended, other) == [False, True]


def test_another_domain_ends_nothing_here(claude, console, domain, now):
    console.domain()
    visit = signed_in(domain, now, session="s-1")
    for named in ({}, {"sid": "s-1"}, {"sid": "s-1", "sub": None}):
        assert post(console.logout_token(**named)).status_code == 200
    assert running(visit) == [True]


def test_the_session_is_learned_at_the_sign_in(claude, domain, reader):
    reader.post("/identify", {"token": claude.token(sid="s-1")})
    assert Visitor.objects.get().session == "s-1"


@pytest.mark.parametrize(
    "changes",
    [
        {"nonce": "n-1"},
        {"events": None},
        {"events": {}},
        {"events": {LOGOUT_EVENT: "yes"}},
        {"sub": None},
        {"jti": None},
        {"iat": None},
        {"exp": 1},
        {"aud": "somebody-else"},
        {"iss": "https://elsewhere.example"},
        {"header": {"typ": "messenger-identity+jwt"}},
    ],
)
def test_what_is_no_logout_of_ours_ends_nothing(claude, domain, now, changes):
    visit = signed_in(domain, now)
    response = post(claude.logout_token(**changes))
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")
    assert running(visit) == [True]


@pytest.mark.parametrize("typ", ["", "JWT", "application/logout+jwt"])
def test_a_logout_may_leave_its_type_out_for_its_claims_say_what_it_is(claude, domain, now, typ):
    visit = signed_in(domain, now)
    assert post(claude.logout_token(header={"typ": typ})).status_code == 200
    assert post(claude.token(nonce="n-1")).status_code == 400
    assert running(visit) == [False]


def test_a_logout_counts_once(claude, domain, now):
    token = claude.logout_token()
    post(token)
    visit = signed_in(domain, now)
    assert post(token).json()["error_description"] == "replayed"
    assert running(visit) == [True]


def test_a_visit_that_was_ended_is_not_prolonged_by_a_request_under_way(domain, now):
    visit = signed_in(domain, now)
    Visitor.objects.filter(pk=visit.pk).update(expires_at=now)
    actions.continue_visit(visitor=visit, now=now)
    assert running(visit) == [False]


def test_it_is_posted_to_alone(reader):
    assert reader.get(ADDRESS).status_code == 405
