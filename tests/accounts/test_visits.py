"""Which visitor a request belongs to, and what the browser keeps."""

from datetime import timedelta

from django.http import HttpResponse
from django.test import RequestFactory

from accounts import visits
from accounts.models import Visitor
from tests import cast


def request(cookie="", header=""):
    made = RequestFactory().get("/", headers={"X-Visitor": header} if header else {})
    if cookie:
        made.COOKIES["visitor"] = cookie
    return made


def test_nobody_without_a_token(db):
    assert visits.visitor_of(request()) is None
    assert visits.visitor_of(request(cookie="made up")) is None


def test_the_cookie_says_who_it_is(db):
    visitor, token = cast.visitor(person="pro")
    assert visits.visitor_of(request(cookie=token)) == visitor


def test_the_frames_header_goes_before_the_cookie(db):
    framed, token = cast.visitor(person="pro")
    _other, cookie = cast.visitor(person="free")
    assert visits.visitor_of(request(cookie=cookie, header=token)) == framed


def test_a_frame_is_never_known_by_the_cookie(db):
    _visitor, token = cast.visitor(person="pro")
    assert visits.framed_visitor_of(request(cookie=token)) is None
    assert visits.framed_visitor_of(request(header=token)) is not None


def test_a_visit_ends_when_it_expires(db, now):
    visitor, token = cast.visitor()
    Visitor.objects.filter(pk=visitor.pk).update(expires_at=now - timedelta(seconds=1))
    assert visits.visitor_of(request(cookie=token)) is None


def test_acting_renews_a_visit_but_not_with_every_request(db, now, django_assert_num_queries):
    visitor, token = cast.visitor()
    Visitor.objects.filter(pk=visitor.pk).update(
        last_seen_at=now - timedelta(hours=1), expires_at=now + timedelta(hours=1)
    )
    visits.visitor_of(request(cookie=token))
    visitor.refresh_from_db()
    assert visitor.expires_at > now + timedelta(days=13)
    with django_assert_num_queries(1):
        visits.visitor_of(request(cookie=token))


def test_acting_does_not_carry_a_sign_in_past_its_twelve_hours(db, now):
    visitor, token = cast.visitor(person="pro")
    hours = timedelta(hours=1)
    Visitor.objects.filter(pk=visitor.pk).update(signed_in_at=now - 11 * hours, last_seen_at=now - hours)
    visits.visitor_of(request(cookie=token))
    visitor.refresh_from_db()
    assert now + hours / 2 < visitor.expires_at <= now + hours


def test_everything_that_decides_is_there_in_one_more_query(db, django_assert_num_queries):
    _visitor, token = cast.visitor(person="console_admin")
    with django_assert_num_queries(2):
        visitor = visits.visitor_of(request(cookie=token))
        assert visitor.identity().role == "admin"
        assert visitor.domain.as_value().successor == ""


def test_a_visitor_is_made_when_there_is_none(db):
    visitor, token = visits.ensure_visitor(request())
    assert visits.ensure_visitor(request(cookie=token)) == (visitor, None)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(settings):
    settings.SESSION_COOKIE_SECURE = True
    response = HttpResponse()
    visits.remember(response, "token")
    cookie = response.cookies["__Host-visitor"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["secure"]) == (True, "Lax", "/", True)
    assert cookie["domain"] == ""


def test_over_https_a_cookie_that_a_sibling_host_could_plant_counts_for_nothing(db, settings):
    settings.SESSION_COOKIE_SECURE = True
    visitor, token = cast.visitor(person="pro")
    assert visits.visitor_of(request(cookie=token)) is None
    made = request()
    made.COOKIES["__Host-visitor"] = token
    assert visits.visitor_of(made) == visitor


def test_without_a_new_token_no_cookie_is_set():
    response = HttpResponse()
    visits.remember(response, None)
    assert not response.cookies


def test_forgetting_takes_the_cookie_away():
    response = HttpResponse()
    visits.forget(response)
    assert response.cookies["visitor"]["max-age"] == 0
