"""Customer messages, replies and notes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.tickets.conftest import jobs_for, open_ticket
from tickets import actions
from tickets.models import Message, Ticket
from tickets.refusals import TicketChangedError, TicketRefusedError
from tickets.workflow import Event


def kinds(ticket):
    return [message.kind for message in ticket.messages.all()]


def test_a_reply_goes_out_by_email_and_waits_for_the_customer(ticket, aki):
    message = actions.reply(ticket=ticket, author=aki, body="Try the App Store. ")
    ticket.refresh_from_db()
    email = message.emails.get()
    assert (ticket.status, ticket.waiting_since, ticket.first_replied_at) == ("pending", None, message.created_at)
    assert (email.kind, email.to_email, message.body) == ("reply", "hanako@example.com", "Try the App Store.")
    assert jobs_for(email).exists()


def test_the_first_reply_takes_an_unassigned_ticket(ticket, aki, editor):
    actions.reply(ticket=ticket, author=aki, body="One")
    actions.reply(ticket=ticket, author=editor.user, body="Two")
    ticket.refresh_from_db()
    assert ticket.assignee == aki


def test_a_reply_can_solve(ticket, aki):
    actions.reply(ticket=ticket, author=aki, body="Done.", solve=True)
    ticket.refresh_from_db()
    assert ticket.status == "solved"
    assert ticket.solved_at is not None


def test_a_reply_threads_on_the_receipt_and_on_what_the_customer_sent(ticket, aki):
    receipt = ticket.emails.get()
    first = actions.reply(ticket=ticket, author=aki, body="One").emails.get()
    actions.add_customer_message(ticket=ticket, body="Thanks", channel="email", mail_id="<hers@mail.example>")
    second = actions.reply(ticket=ticket, author=aki, body="Two").emails.get()
    assert (first.in_reply_to, first.references) == (receipt.mail_id, receipt.mail_id)
    assert second.in_reply_to == "<hers@mail.example>"
    assert second.references == f"{receipt.mail_id} {first.mail_id} <hers@mail.example>"


def test_a_reply_goes_to_every_participant_with_an_address_of_their_own(ticket, aki):
    actions.add_participant(ticket=ticket, name="Olga Owner", email="olga@example.com")
    emails = actions.reply(ticket=ticket, author=aki, body="Hello both").emails.order_by("id")
    assert [email.to_email for email in emails] == ["hanako@example.com", "olga@example.com"]
    assert len({email.reply_to for email in emails}) == len({email.mail_id for email in emails}) == 2


def test_a_failed_reply_leaves_nothing(ticket, aki, monkeypatch):
    def fail(*_arguments, **_more):
        raise RuntimeError

    monkeypatch.setattr("tickets.actions.recording.save", fail)
    with pytest.raises(RuntimeError):
        actions.reply(ticket=ticket, author=aki, body="Lost?")
    assert kinds(ticket) == ["customer"]
    assert ticket.emails.count() == 1


def test_a_reply_to_an_old_page_is_refused_whole(ticket, aki):
    seen = ticket.version
    actions.add_customer_message(ticket=ticket, body="Wait!", channel="messenger")
    with pytest.raises(TicketChangedError):
        actions.reply(ticket=ticket, author=aki, body="Bye", expected_version=seen)
    assert kinds(ticket) == ["customer", "customer"]


def test_a_closed_ticket_takes_no_reply(ticket, aki):
    actions.change_status(ticket=ticket, author=aki, event=Event.CLOSE)
    with pytest.raises(TicketRefusedError, match="closed"):
        actions.reply(ticket=ticket, author=aki, body="Hello?")


@pytest.mark.parametrize("write", [actions.reply, actions.add_note])
def test_an_empty_text_is_refused(ticket, aki, write):
    with pytest.raises(TicketRefusedError, match="empty"):
        write(ticket=ticket, author=aki, body=" \n")


def test_a_note_stays_inside(ticket, aki):
    actions.add_note(ticket=ticket, author=aki, body="Looks like an App Store purchase.")
    ticket.refresh_from_db()
    assert ticket.status == "new"
    assert ticket.emails.count() == 1
    assert [message.kind for message in ticket.messages.visible_to_customer()] == ["customer"]


def test_the_customer_sees_messages_and_replies_alone(ticket, aki):
    actions.reply(ticket=ticket, author=aki, body="Hello")
    actions.add_note(ticket=ticket, author=aki, body="Secret")
    actions.add_customer_message(ticket=ticket, body="Thanks", channel="messenger")
    assert [message.body for message in ticket.messages.visible_to_customer()] == [
        "I can't find the button.",
        "Hello",
        "Thanks",
    ]


@pytest.mark.parametrize("event", [Event.WAIT_FOR_CUSTOMER, Event.SOLVE, Event.HOLD])
def test_a_customers_message_reopens(ticket, aki, event):
    actions.change_status(ticket=ticket, author=aki, event=event)
    actions.add_customer_message(ticket=ticket, body="Still broken", channel="messenger")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.solved_at) == ("open", None)
    assert ticket.waiting_since is not None


def test_who_waits_already_keeps_their_place(ticket):
    since = ticket.waiting_since
    later = timezone.now() + timedelta(hours=2)
    actions.add_customer_message(ticket=ticket, body="Anybody?", channel="messenger", now=later)
    ticket.refresh_from_db()
    assert (ticket.waiting_since, ticket.updated_at) == (since, later)


@pytest.mark.django_db
def test_a_message_on_a_closed_ticket_opens_a_follow_up(aki):
    closed = open_ticket()
    actions.add_participant(ticket=closed, name="", email="olga@example.com")
    actions.change_status(ticket=closed, author=aki, event=Event.CLOSE)
    message = actions.add_customer_message(ticket=closed, body="It is back", channel="messenger")
    follow_up = message.ticket
    assert (follow_up.follows, follow_up.root, follow_up.status) == (closed, closed, "new")
    assert follow_up.emails.get().kind == "receipt"
    assert follow_up.participants.get().email == "olga@example.com"
    assert closed.events.last().arguments == {"reference": follow_up.reference}


def test_every_later_follow_up_knows_the_first_ticket(ticket, aki):
    first = ticket
    for _time in range(2):
        actions.change_status(ticket=ticket, author=aki, event=Event.CLOSE)
        ticket = actions.add_customer_message(ticket=ticket, body="It is back", channel="messenger").ticket
    assert (ticket.root, ticket.follows.root) == (first, first)
    assert list(Ticket.objects.going_on_from(first.pk).order_by("pk")) == [first, ticket.follows, ticket]


@pytest.mark.django_db
def test_a_follow_up_goes_on_with_the_whole_case_and_asks_for_the_proof_anew(aki):
    closed = open_ticket(proof={"Account email": "old@example.com"}, transcript=({"author": "fin", "text": "Hi"},))
    actions.check_proof(ticket=closed, author=aki, verdicts={"Account email": True})
    actions.change_status(ticket=closed, author=aki, event=Event.CLOSE)
    follow_up = actions.add_customer_message(ticket=closed, body="It is back", channel="messenger").ticket
    assert follow_up.case() == Ticket.objects.get(pk=closed.pk).case()
    with pytest.raises(TicketRefusedError, match="proof_unchecked"):
        actions.change_status(ticket=follow_up, author=aki, event=Event.SOLVE)


def test_a_second_message_goes_to_the_same_follow_up(ticket, aki):
    actions.change_status(ticket=ticket, author=aki, event=Event.CLOSE)
    first = actions.add_customer_message(ticket=ticket, body="It is back", channel="messenger")
    second = actions.add_customer_message(ticket=ticket, body="And worse", channel="messenger")
    assert second.ticket == first.ticket
    assert Ticket.objects.count() == 2


def test_an_empty_customer_message_is_refused(ticket):
    with pytest.raises(TicketRefusedError, match="empty"):
        actions.add_customer_message(ticket=ticket, body="", channel="messenger")


def test_the_same_submission_again_adds_nothing_wherever_the_ticket_went(ticket, aki):
    sent = {"body": "Wait!", "channel": "messenger", "submission": uuid4()}
    first = actions.add_customer_message(ticket=ticket, **sent)
    again = actions.add_customer_message(ticket=ticket, **sent)
    assert again == first
    actions.change_status(ticket=ticket, author=aki, event=Event.CLOSE)
    assert actions.add_customer_message(ticket=ticket, **sent) == first
    later = {**sent, "submission": uuid4()}
    follow_up = actions.add_customer_message(ticket=ticket, **later)
    assert follow_up.ticket != ticket
    assert actions.add_customer_message(ticket=ticket, **later) == follow_up
    assert Message.objects.filter(body="Wait!").count() == 2


def test_messages_without_a_submission_are_never_the_same(ticket):
    for _each in "12":
        actions.add_customer_message(ticket=ticket, body="Wait!", channel="messenger")
    assert Message.objects.filter(body="Wait!").count() == 2
