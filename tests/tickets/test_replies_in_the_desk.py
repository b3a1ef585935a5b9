"""Writing on a ticket in the desk: the bar that takes a reply back, the next ticket, and drafts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.tickets.conftest import open_ticket
from tickets.models import Macro, ReplyDraft, SentReply, Ticket
from tickets.replies import actions

pytestmark = pytest.mark.django_db
WAIT = timedelta(seconds=10)


def send(ticket, author, **changes):
    wanted = {"body": "Try the App Store.", "solve": False, "wait": WAIT, "now": timezone.now()}
    wanted |= {"expected_version": Ticket.objects.get(pk=ticket.pk).version}
    return actions.send_reply(ticket=ticket, author=author, **wanted | changes)


def take_back(message, author, **changes):
    return actions.take_back(message=message, author=author, **{"now": timezone.now()} | changes)


def address(ticket, verb="change"):
    return f"/admin/tickets/ticket/{ticket.reference}/{verb}/"


def post(browser, ticket, verb, **form):
    typed = {"mode": "reply", "body": "Hello", "version": ticket.version, "seen": f"{ticket.messages.last().pk}-0"}
    return browser.post(address(ticket, verb), typed | form)


def page(browser, ticket):
    return browser.get(address(ticket)).content.decode()


def test_after_sending_it_can_be_undone_and_the_text_is_back(agent, ticket):
    post(agent, ticket, "write", then="solved", body="Deleted as you asked")
    shown = page(agent, ticket)
    assert "your reply to Hanako Yamada leaves in 10 seconds." in shown
    number = ticket.messages.last().pk
    answer = agent.post(address(ticket, "undo"), {"message": number}, follow=True).content.decode()
    ticket.refresh_from_db()
    assert ticket.status == "new"
    assert "Taken back: nothing was sent." in answer
    assert "Deleted as you asked</textarea>" in answer
    assert "A reply was taken back before it went out" in answer
    assert "data-undo" not in answer


def test_the_bar_is_on_the_list_too_and_on_nobody_elses_pages(agent, lead, ticket):
    post(agent, ticket, "write", then="pending")
    assert "data-undo" in agent.get("/admin/tickets/ticket/").content.decode()
    assert "data-undo" not in page(lead, ticket)


def test_too_late_is_said_and_the_reply_stays(agent, ticket):
    post(agent, ticket, "write", then="pending")
    SentReply.objects.update(until=timezone.now())
    answer = agent.post(address(ticket, "undo"), {"message": ticket.messages.last().pk}, follow=True)
    assert "It is too late to take this back" in answer.content.decode()
    assert ticket.messages.last().body == "Hello"


@pytest.mark.parametrize(("number", "status"), [("", 422), ("x", 422), ("²", 422), ("9" * 30, 422), ("9" * 18, 404)])
def test_what_is_no_reply_is_not_taken_back(agent, ticket, number, status):
    assert agent.post(address(ticket, "undo"), {"message": number}).status_code == status


def test_another_tickets_reply_is_not_reached(agent, ticket):
    other = open_ticket()
    post(agent, other, "write", then="pending")
    assert agent.post(address(ticket, "undo"), {"message": other.messages.last().pk}).status_code == 404


def test_without_a_wait_it_says_that_it_is_queued(agent, ticket, settings):
    settings.UNDO_SECONDS = 0
    post(agent, ticket, "write", then="pending")
    shown = page(agent, ticket)
    assert "Queued: it goes to Hanako Yamada by email." in shown
    assert "data-undo" not in shown


def test_sending_goes_on_to_the_next_and_remembers_that(agent):
    now = timezone.now()
    first, second, third = (open_ticket(now=now - timedelta(hours=hours)) for hours in (3, 2, 1))
    assert post(agent, second, "write", then="pending", next="on")["Location"] == address(third) + "#latest"
    assert 'name="next" value="on" checked' in page(agent, third)
    assert post(agent, third, "write", then="solved", next="on")["Location"] == "/admin/tickets/ticket/"
    assert post(agent, first, "write", then="pending")["Location"] == address(first) + "#latest"
    assert 'name="next" value="on">' in page(agent, first)


def test_a_draft_is_kept_as_typed_and_shown_to_its_writer_alone(agent, lead, ticket):
    macro = Macro.objects.create(name="Refund", priority=30)
    answer = post(agent, ticket, "draft", body="Half a sen", mode="note", macro=macro.pk)
    assert answer.status_code == 200
    assert "Draft kept" in answer.content.decode()
    mine, theirs = page(agent, ticket), page(lead, ticket)
    assert "Half a sen</textarea>" in mine
    assert 'value="note" data-key="n" checked' in mine
    assert "Refund <span>→ priority high</span>" in mine
    assert "Half a sen" not in theirs


def test_a_draft_is_thrown_away(agent, ticket):
    post(agent, ticket, "draft")
    assert post(agent, ticket, "draft", discard="yes").status_code == 302
    assert not ReplyDraft.objects.exists()
    post(agent, ticket, "draft")
    assert "Draft kept" not in post(agent, ticket, "draft", body="").content.decode()
    assert not ReplyDraft.objects.exists()


@pytest.mark.parametrize("form", [{"mode": "shout"}, {"body": "x" * 20_001}])
def test_what_is_no_draft_is_refused(agent, ticket, form):
    assert post(agent, ticket, "draft", **form).status_code == 422
    assert not ReplyDraft.objects.exists()


@pytest.mark.parametrize("seen", ["x", "", "9-9-9"])
def test_a_page_that_does_not_say_what_it_showed_keeps_its_draft(agent, ticket, seen):
    assert "Draft kept" in post(agent, ticket, "draft", seen=seen).content.decode()


@pytest.mark.parametrize("verb", ["draft", "undo", "insert"])
def test_only_who_may_write_writes(agent, editor, client, ticket, verb):
    assert agent.get(address(ticket, verb)).status_code == 405
    assert editor.post(address(ticket, verb)).status_code == 403
    assert client.post(address(ticket, verb))["Location"].startswith("/admin/login/")


def test_closing_is_not_beside_solving(agent, ticket):
    shown = page(agent, ticket)
    assert shown.index('value="solve"') < shown.index("for-good") < shown.index('value="close"')
