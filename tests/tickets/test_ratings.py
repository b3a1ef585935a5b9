"""“How did we do?”: whom we ask and when, what the link does, and where staff read it."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import cast
from tests.tickets.conftest import open_ticket, receive
from tickets import actions
from tickets.models import OutgoingEmail, Rating, Ticket
from tickets.ratings import actions as rating_actions
from tickets.ratings.asking import Case, is_asked
from tickets.ratings.tasks import ask_rating
from tickets.workflow import Event

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
ANNA = "anna@example.com"
SOLVED = Case(
    is_solved=True,
    solved_at=NOW,
    planned_for=NOW,
    was_answered=True,
    has_address=True,
    is_report=False,
    is_stopped=False,
    asked_before=False,
)


@pytest.mark.parametrize(
    ("changes", "days", "asked"),
    [
        ({}, None, True),
        ({}, 30, True),
        ({}, 29, False),
        ({"is_solved": False}, None, False),
        ({"solved_at": NOW + timedelta(hours=1)}, None, False),
        ({"was_answered": False}, None, False),
        ({"has_address": False}, None, False),
        ({"is_report": True}, None, False),
        ({"is_stopped": True}, None, False),
        ({"asked_before": True}, None, False),
    ],
)
def test_whom_we_ask(changes, days, asked):
    last = None if days is None else NOW - timedelta(days=days)
    assert is_asked(replace(SOLVED, **changes), last_asked=last, now=NOW) is asked


def solved(aki, *, locale: str = "en", email: str = ANNA) -> Ticket:
    ticket = open_ticket(requester_email=email, locale=locale)
    actions.reply(ticket=ticket, author=aki, body="Done.", solve=True)
    ticket.refresh_from_db()
    return ticket


def run(ticket: Ticket) -> None:
    """What the worker does when the time has come."""
    job = ProcrastinateJob.objects.filter(task_name="tickets.ask_rating", args__ticket_id=ticket.pk).latest("id")
    ask_rating(**job.args)


def link(score: str) -> str:
    mail = OutgoingEmail.objects.filter(kind="rating").latest("pk")
    found = re.search(rf"http://[^/\s]+(/\S+/rating/\S+\?score={score})", mail.body)
    assert found, mail.body
    return found[1]


@pytest.mark.django_db
def test_a_day_after_it_was_solved_the_requester_is_asked_once(aki):
    ticket = solved(aki)
    job = ProcrastinateJob.objects.get(task_name="tickets.ask_rating")
    assert timedelta(hours=23) < job.scheduled_at - timezone.now() <= timedelta(days=1)
    assert not OutgoingEmail.objects.filter(kind="rating").exists()
    run(ticket)
    run(ticket)
    [mail] = OutgoingEmail.objects.filter(kind="rating")
    assert (mail.to_email, mail.subject) == (ANNA, f"How was our help with {ticket.reference}?")
    assert mail.reply_to.startswith("support+")
    assert ProcrastinateJob.objects.filter(task_name="tickets.send_email", args__email_id=mail.pk).exists()
    rating = Rating.objects.get()
    assert (rating.agent, rating.score, str(rating)) == (aki, "", f"{ticket.reference}: not answered")


@pytest.mark.django_db
def test_nobody_is_asked_when_that_is_switched_off(aki, settings):
    settings.RATING_AFTER = 0
    solved(aki)
    assert not ProcrastinateJob.objects.filter(task_name="tickets.ask_rating").exists()


@pytest.mark.django_db
def test_who_wrote_again_meanwhile_or_was_asked_of_late_is_left_alone(aki):
    reopened = solved(aki)
    actions.change_status(ticket=reopened, author=aki, event=Event.REOPEN)
    run(reopened)
    assert not Rating.objects.exists()
    run(solved(aki, email="Anna@Example.com"))
    run(solved(aki))
    assert Rating.objects.count() == 1
    gone = solved(aki, email="other@example.com")
    job = ProcrastinateJob.objects.filter(task_name="tickets.ask_rating").latest("id")
    gone.delete()
    ask_rating(**job.args)


@pytest.mark.django_db
def test_an_answer_to_the_question_joins_the_ticket_and_reopens_it(aki, mail_of):
    ticket = solved(aki)
    run(ticket)
    question = OutgoingEmail.objects.get(kind="rating")
    assert receive(mail_of(question)).outcome == "joined"
    ticket.refresh_from_db()
    assert ticket.status == "open"


@pytest.fixture
def mail_of():
    def make(question: OutgoingEmail) -> bytes:
        head = f"From: {ANNA}\r\nTo: {question.reply_to}\r\nSubject: Re: {question.subject}\r\n"
        return f"{head}Message-ID: <a@b.example>\r\n\r\nIt isn't solved.\r\n".encode()

    return make


@pytest.mark.django_db
def test_looking_votes_for_nothing_and_a_press_does_and_can_be_changed(aki):
    ticket, reader = solved(aki), cast.Browser()
    run(ticket)
    page = reader.get(link("good"))
    said = page.content.decode()
    assert re.search(r'value="good"[^>]*checked', said)
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("strict-origin", "noindex, nofollow, noarchive")
    assert Rating.objects.get().score == ""
    posted = reader.post(link("good"), {"score": "good", "comment": "Quick. My key is sk-ant-api03-" + "a" * 40})
    assert posted.status_code == 302
    rating = Rating.objects.get()
    assert rating.score == "good"
    assert rating.rated_at is not None
    assert "a" * 40 not in rating.comment
    assert "Thank you" in reader.get(posted["Location"]).content.decode()
    reader.post(link("bad"), {"score": "bad", "comment": "It came back."})
    reader.post(link("bad"), {"score": "bad", "comment": "It came back!"})
    rating.refresh_from_db()
    assert (rating.score, rating.comment) == ("bad", "It came back!")
    assert [row.arguments["score"] for row in ticket.events.filter(kind="rated").order_by("pk")] == ["good", "bad"]
    ticket.refresh_from_db()
    assert ticket.status == "solved"


@pytest.mark.django_db
def test_in_japanese(aki):
    run(solved(aki, locale="ja"))
    mail = OutgoingEmail.objects.get(kind="rating")
    assert re.search(r"[ぁ-ん]", mail.subject)
    assert 'lang="ja"' in mail.body_html
    page = cast.Browser().get(link("good"))
    assert page["Content-Language"] == "ja"


@pytest.mark.django_db
def test_a_choice_is_needed_and_what_was_typed_stays(aki):
    run(solved(aki))
    answered = cast.Browser().post(link("good"), {"score": "perhaps", "comment": "Well"})
    assert answered.status_code == 422
    said = answered.content.decode()
    assert "Choose one of the two." in said
    assert ">\nWell</textarea>" in said
    assert Rating.objects.get().score == ""


@pytest.mark.django_db
def test_a_link_that_is_not_ours_or_too_old_opens_nothing(aki, monkeypatch):
    run(solved(aki))
    reader, address = cast.Browser(), link("good")
    assert reader.get("/en/rating/abc").status_code == 404
    monkeypatch.setattr("tickets.ratings.links._HOLDS_FOR", -1)
    gone = reader.post(address, {"score": "good"})
    assert gone.status_code == 404
    assert "doesn’t open a rating" in gone.content.decode()
    assert Rating.objects.get().score == ""


@pytest.mark.django_db
def test_staff_read_it_on_the_ticket_and_in_a_list(aki, agent):
    aki.first_name, aki.last_name = "Aki", "Mori"
    aki.save()
    ticket = solved(aki)
    run(ticket)
    rating_actions.rate(
        rating=Rating.objects.get(), score=Rating.Score.BAD, comment="Too slow, 4242 4242 4242 4242", now=timezone.now()
    )
    listed = agent.get("/admin/tickets/rating/").content.decode()
    assert "Too slow, [card number ••••4242]" in listed
    assert "Aki Mori" in listed
    japanese = agent.get("/admin/tickets/rating/", headers={"Accept-Language": "ja"}).content.decode()
    assert "[カード番号 ••••4242]" in japanese
    assert f"/admin/tickets/ticket/{ticket.reference}/change/" in listed
    shown = agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    assert "The customer rated our help: Not good" in shown
    assert "Too slow" in shown
    assert f"Question how our help was → {ANNA}" in shown
    assert agent.get("/admin/tickets/rating/add/").status_code == 403
