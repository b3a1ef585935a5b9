"""One browser, several people, one after the other: nobody finds what another left."""

from datetime import timedelta

import pytest

from accounts import actions, visits
from accounts.models import Visitor
from accounts.sign_in.claims import Claims
from accounts.visits import COOKIE
from tests import cast

pytestmark = pytest.mark.django_db


def claims(now, *, subject="person-1", plan="pro", **more):
    return Claims(
        subject=subject,
        email=f"{subject}@example.com",
        product="claude",
        issued_at=now,
        expires_at=now + timedelta(minutes=5),
        plan=plan,
        **more,
    )


def signed_in(now, *, visitor=None, **about):
    return actions.sign_in(visitor=visitor, domain=cast.domain(), claims=claims(now, **about), now=now)


def open_with(token, now):
    return Visitor.objects.holding(actions.digest(token), now=now)


def test_the_token_from_before_the_sign_in_opens_nothing_after_it(now):
    visitor, before = actions.start_visit(now=now)
    row, after = signed_in(now, visitor=visitor)
    assert row == visitor
    assert open_with(before, now) is None
    assert open_with(after, now) == row


def test_signing_in_again_as_the_same_person_keeps_the_visit_and_takes_the_new_plan(now):
    first, _token = signed_in(now, plan="free")
    again, _token = signed_in(now, visitor=first, plan="max")
    assert (again.pk, again.plan) == (first.pk, "max")


def test_the_next_person_gets_a_visit_of_their_own_and_the_last_ones_is_over(now):
    first, token = signed_in(now)
    second, _token = signed_in(now, visitor=first, subject="person-2")
    assert second.pk != first.pk
    assert open_with(token, now) is None


def test_after_signing_out_the_token_opens_nothing(now):
    visitor, token = signed_in(now)
    actions.sign_out(visitor=visitor, now=now)
    assert open_with(token, now) is None
    visitor.refresh_from_db()
    assert visitor.expires_at == now


def test_signing_out_takes_the_cookie_away_and_a_second_time_is_no_error():
    browser = cast.browser(person="pro")
    for _each in range(2):
        response = browser.post("/en/sign-out/")
        assert (response.status_code, response.cookies[COOKIE]["max-age"]) == (302, 0)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://claude.localhost:8000", ""])
def test_another_site_signs_nobody_out(origin):
    browser = cast.browser(person="pro")
    assert browser.post("/en/sign-out/", headers={"Origin": origin}).status_code == 403
    assert visits.visitor_of(browser.get("/en/messenger/").wsgi_request) == browser.visitor


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "patch"])
@pytest.mark.parametrize("path", ["/en/sign-out/", "/identify"])
def test_changes_are_made_by_post_alone(path, method):
    browser = cast.browser(person="pro")
    assert getattr(browser, method)(path).status_code == 405


@pytest.mark.parametrize("path", ["/en/sign-in/", "/en/sign-in/claude.localhost/", "/sign-in/callback"])
def test_pages_of_signing_in_are_not_posted_to(path, reader):
    assert reader.post(path).status_code in {403, 405}


@pytest.mark.parametrize("host", ["nobody.example", "claude.localhost:8000", "..", "%2e%2e", "claude.localhost%00"])
def test_there_is_no_way_to_sign_in_at_a_place_that_is_not_ours(host, reader):
    cast.domain()
    assert reader.get(f"/en/sign-in/{host}/").status_code == 404


def test_visits_that_are_over_are_those_that_ended_by_then(now):
    over, running = cast.visitor()[0], cast.visitor()[0]
    Visitor.objects.filter(pk=over.pk).update(expires_at=now - timedelta(days=1))
    assert list(Visitor.objects.over(since=now)) == [over]
    assert list(Visitor.objects.over(since=now - timedelta(days=2))) == []
    assert running.expires_at > now


def test_forgetting_a_customers_old_visit_leaves_the_customer(now):
    visitor, _token = signed_in(now)
    assert actions.forget_visitors(visitors=Visitor.objects.filter(pk=visitor.pk)) == 1
    assert visitor.customer.visitors.count() == 0
    visitor.customer.refresh_from_db()
