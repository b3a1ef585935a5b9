"""Nobody has to go on getting mail that they don't need: one press in the mail program ends it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.mail import emails
from tickets.models import Notification, OutgoingEmail, SurveyOptOut, Ticket
from tickets.models.notifications import ways_of
from tickets.notifying import actions as notifying
from tickets.notifying import emails as notices
from tickets.notifying.kinds import Kind, Way
from tickets.ratings import actions as ratings

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def address_in(headers):
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return "/" + headers["List-Unsubscribe"].strip("<>").split("/", 3)[3]


def asked(aki):
    """A solved ticket of hers, and what asks her about it."""
    ticket = open_ticket()
    actions.reply(ticket=ticket, author=aki, body="Done.", solve=True)
    ticket.refresh_from_db()
    return ratings.ask(ticket_id=ticket.pk, solved_at=ticket.solved_at, now=timezone.now())


@pytest.fixture
def question(aki):
    asked(aki)
    return OutgoingEmail.objects.get(kind="rating")


def test_only_what_nobody_needs_has_a_way_out(ticket, question):
    assert "List-Unsubscribe" in emails.as_mail(question).extra_headers
    for email in OutgoingEmail.objects.exclude(kind="rating"):
        assert "List-Unsubscribe" not in emails.as_mail(email).extra_headers


def test_one_press_in_the_mail_program_ends_the_questions(question, aki):
    path = address_in(emails.as_mail(question).extra_headers)
    provider = Client(enforce_csrf_checks=True)
    answer = provider.post(path, ONE_CLICK, headers={"origin": "https://mail.example"})
    assert answer.status_code == 200
    Ticket.objects.all().delete()
    assert SurveyOptOut.objects.get().address == "hanako@example.com"
    assert asked(aki) is None


def test_looking_ends_nothing_and_shows_a_button(question):
    path = address_in(emails.as_mail(question).extra_headers)
    page = Client().get(path)
    assert "Get no more of them" in page.content.decode()
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert not SurveyOptOut.objects.exists()


def test_who_thinks_better_of_it_is_asked_again(question):
    path = address_in(emails.as_mail(question).extra_headers)
    assert "Ask me again" in Client().post(path).content.decode()
    Client().post(path, {"again": "yes"})
    assert not SurveyOptOut.objects.exists()


@pytest.mark.parametrize("token", ["x", "WyJyYXRpbmdzIiwiYUB4Il0:1abc:forged"])
def test_a_made_up_link_ends_nothing(db, token):
    assert Client().post(f"/en/unsubscribe/{token}").status_code == 404
    assert not SurveyOptOut.objects.exists()


def test_staff_who_want_no_mail_are_told_in_the_desk(ticket, aki):
    bo = cast.staff(name="bo")
    notifying.choose(person=bo, ways={Kind.ASSIGNED: Way.MAIL, Kind.ESCALATED: Way.OFF})
    notifying.tell(kind=Kind.ASSIGNED, person=bo, ticket=ticket, by=aki, now=timezone.now())
    rows = list(Notification.objects.filter(person=bo).select_related("ticket", "by"))
    letter = notices.about(bo, rows, more=0)
    Client().post(address_in(letter.extra_headers), ONE_CLICK)
    ways = {kind: ways_of([bo], kind)[bo.pk] for kind in Kind}
    assert (ways[Kind.ASSIGNED], ways[Kind.MENTIONED], ways[Kind.ESCALATED]) == ("desk", "desk", "off")
    assert Notification.objects.get(person=bo).in_desk
    assert notifying.mail_due(person_id=bo.pk, now=timezone.now() + timedelta(hours=1)) == 0
