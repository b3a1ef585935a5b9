"""Automatic close: off until somebody chose it, a word before, and what stops it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.tickets.conftest import mail, open_ticket, receive, report
from tickets import actions
from tickets.closing import actions as closing
from tickets.closing.deciding import Quiet, of_pending, of_solved
from tickets.mail.emails import as_mail
from tickets.models import ClosingNotice, ClosingRule, OutgoingEmail, Ticket
from tickets.workflow import Event

DAY = timedelta(days=1)
QUIET = Quiet(status="pending", is_kept=False)


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "tell"),
        ({"was_told": True}, "solve"),
        ({"was_told": True, "nothing_since": False}, "leave"),
        ({"status": "open", "was_told": True}, "leave"),
        ({"is_kept": True, "was_told": True}, "leave"),
        ({"is_stopped": True}, "leave"),
        ({"is_put_off": True}, "leave"),
        ({"is_reached": False}, "leave"),
        ({"is_reached": False, "was_told": True}, "leave"),
    ],
)
def test_what_becomes_of_a_pending_ticket(changes, verdict):
    assert of_pending(replace(QUIET, **changes)) == verdict


def test_a_solved_ticket_is_closed_unless_it_is_kept():
    solved = replace(QUIET, status="solved")
    assert [of_solved(solved), of_solved(replace(solved, is_kept=True)), of_solved(QUIET)] == [
        "close",
        "leave",
        "leave",
    ]


@pytest.fixture
def rule(db):
    return ClosingRule.objects.create(pk=1, solved_days=10, pending_days=5, grace_days=3)


def answered(aki, *, solve=False, **changes):
    ticket = open_ticket(**changes)
    actions.reply(ticket=ticket, author=aki, body="Try this.", solve=solve)
    ticket.refresh_from_db()
    return ticket


def after(days):
    return closing.close_quiet(now=timezone.now() + days * DAY)


def delivered():
    OutgoingEmail.objects.update(status="sent", sent_at=timezone.now())


def status_of(ticket):
    return Ticket.objects.get(pk=ticket.pk).status


def test_nothing_is_closed_until_somebody_chose_it(aki):
    answered(aki, solve=True)
    answered(aki)
    assert after(1000) == 0


def test_a_solved_ticket_is_closed_after_its_days_and_says_by_what(aki, rule):
    ticket = answered(aki, solve=True)
    assert after(9.9) == 0
    assert after(10.1) == 1
    assert status_of(ticket) == "closed"
    assert ticket.events.order_by("-pk").first().author_name == "⚙ Automatic close"


def test_a_note_makes_it_wait_longer(aki, rule):
    ticket = answered(aki, solve=True)
    actions.add_note(ticket=ticket, author=aki, body="Watch this.", now=timezone.now() + 9 * DAY)
    assert after(11) == 0
    assert after(19.1) == 1


def test_a_pending_ticket_is_told_and_solved_days_later(aki, rule):
    ticket = answered(aki)
    assert after(4.9) == 0
    assert after(5.1) == 1
    email = OutgoingEmail.objects.get(kind="closing")
    assert (email.to_email, email.subject) == (
        "hanako@example.com",
        f"Do you still need help with {ticket.reference}?",
    )
    assert "we close the case in 3 days" in email.body
    assert as_mail(email).extra_headers["Auto-Submitted"] == "auto-generated"
    assert after(6) == 0
    delivered()
    assert after(8) == 0
    assert after(8.2) == 1
    assert status_of(ticket) == "solved"
    assert not ClosingNotice.objects.exists()


def test_who_was_not_reached_in_the_end_is_left_to_people(aki, rule):
    ticket = answered(aki)
    after(5.1)
    OutgoingEmail.objects.update(status="failed")
    assert after(9) == 0
    assert status_of(ticket) == "pending"


def test_an_answer_stops_it(aki, rule):
    ticket = answered(aki)
    after(5.1)
    delivered()
    receive(mail(to=OutgoingEmail.objects.get(kind="closing").reply_to, text="Yes, I do."))
    assert after(9) == 0
    assert status_of(ticket) == "open"


def test_another_answer_of_ours_begins_the_wait_anew(aki, rule):
    ticket = answered(aki)
    after(5.1)
    delivered()
    actions.reply(ticket=ticket, author=aki, body="One more thing.", now=timezone.now() + 6 * DAY)
    assert after(9) == 0
    assert after(11.2) == 1
    assert OutgoingEmail.objects.filter(kind="closing").count() == 2


def test_an_out_of_office_note_is_no_answer(aki, rule):
    ticket = answered(aki)
    after(5.1)
    delivered()
    reply_to = OutgoingEmail.objects.get(kind="closing").reply_to
    receive(mail(to=reply_to, text="I am away.", auto_submitted="auto-replied"))
    assert after(9) == 1
    assert status_of(ticket) == "solved"


def test_whom_mail_does_not_reach_is_not_closed_behind_their_back(aki, rule):
    ticket = answered(aki)
    email = OutgoingEmail.objects.get(kind="reply")
    receive(report(email.mail_id, email.to_email))
    assert after(6) == 0
    assert not OutgoingEmail.objects.filter(kind="closing").exists()
    assert status_of(ticket) == "pending"


def test_what_is_held_put_off_or_a_report_is_untouched(aki, rule):
    held, later, solved = answered(aki), answered(aki), answered(aki, solve=True)
    for ticket in (held, solved):
        actions.hold(ticket=ticket, author=aki, held=True)
    actions.snooze(ticket=later, author=aki, until=timezone.now() + 60 * DAY, now=timezone.now())
    reported = open_ticket(rule="compliance", reason="compliance", topic_kind="compliance")
    actions.change_status(ticket=reported, author=aki, event=Event.SOLVE)
    assert after(30) == 0
    assert [status_of(each) for each in (held, later, solved, reported)] == ["pending", "pending", "solved", "solved"]


def test_a_hold_after_the_word_stops_it(aki, rule):
    ticket = answered(aki)
    after(5.1)
    delivered()
    actions.hold(ticket=ticket, author=aki, held=True)
    assert after(9) == 0
    assert status_of(ticket) == "pending"


def test_a_rule_that_is_taken_back_stops_what_was_announced(aki, rule):
    ticket = answered(aki)
    after(5.1)
    delivered()
    ClosingRule.objects.update(pending_days=None)
    after(9)
    ClosingRule.objects.update(pending_days=5)
    after(9)
    assert status_of(ticket) == "pending"


def test_no_more_than_a_batch_in_one_run(aki, rule, monkeypatch):
    monkeypatch.setattr(closing, "AT_ONCE", 2)
    for _number in range(3):
        answered(aki, solve=True)
    assert [after(11), after(11), after(11)] == [2, 1, 0]


def test_a_lead_sets_the_days_and_an_agent_reads_them(lead, agent):
    address = "/admin/tickets/closingrule/1/change/"
    form = {"solved_days": "30", "pending_days": "", "grace_days": "7"}
    assert lead.post(address, form).status_code == 302
    assert ClosingRule.objects.get().solved_days == 30
    assert lead.post(address, form | {"solved_days": "0"}).status_code == 200
    assert agent.get(address).status_code == 200
    assert agent.post(address, form).status_code == 403
