"""What the database itself holds to, and the querysets that staff's pages ask."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests.tickets.conftest import mail, open_ticket, receive
from tickets import actions
from tickets.models import Attachment, IncomingEmail, Message, OutgoingEmail, Participant, ProofCheck, Ticket
from tickets.workflow import Event


def broken(constraint, change):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        change()


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("tickets_ticket_", {"status": "parked"}),
        ("tickets_ticket_waits_exactly_when_ours", {"waiting_since": None}),
        ("tickets_ticket_waits_exactly_when_ours", {"status": "pending"}),
        ("tickets_ticket_solved_time_exactly_when_solved", {"status": "solved", "waiting_since": None}),
        ("tickets_ticket_solved_time_exactly_when_solved", {"solved_at": timezone.now()}),
    ],
)
def test_a_tickets_status_and_times_agree(ticket, constraint, values):
    broken(constraint, lambda: Ticket.objects.filter(pk=ticket.pk).update(**values))


def test_a_ticket_does_not_follow_itself(ticket):
    broken("tickets_ticket_", lambda: Ticket.objects.filter(pk=ticket.pk).update(follows=ticket))


@pytest.mark.django_db
def test_a_follow_up_knows_the_ticket_that_its_chain_began_with():
    first, second = open_ticket(), open_ticket()
    update = Ticket.objects.filter(pk=second.pk).update
    broken("follow_up_knows_the_first", lambda: update(follows=first))
    broken("follow_up_knows_the_first", lambda: update(follows=first, root=second))


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("channel_fits_kind", {"kind": "event", "channel": "admin"}),
        ("channel_fits_kind", {"kind": "customer", "channel": "admin"}),
        ("channel_fits_kind", {"kind": "reply", "channel": "email"}),
        ("channel_fits_kind", {"kind": "note", "channel": "messenger"}),
    ],
)
def test_a_messages_kind_channel_and_text_agree(ticket, constraint, values):
    broken(constraint, lambda: Message.objects.create(ticket=ticket, **values))


def test_two_files_of_a_message_have_two_places(ticket):
    first = {"message": ticket.messages.get(), "position": 0, "name": "a", "size": 1}
    Attachment.objects.create(**first)
    broken("attachment_place_once", lambda: Attachment.objects.create(**first))


def test_a_message_id_is_on_one_message(ticket):
    actions.add_customer_message(ticket=ticket, body="a", channel="email", mail_id="<a@x>")
    again = {"ticket": ticket, "kind": "customer", "channel": "email", "mail_id": "<a@x>"}
    broken("tickets_message_id_unique", lambda: Message.objects.create(**again))


def test_an_email_is_sent_exactly_when_it_has_a_time(ticket):
    broken("sent_time_exactly_when_sent", lambda: OutgoingEmail.objects.update(status="sent"))


def test_a_person_gets_one_email_about_a_message(ticket):
    email = ticket.emails.get()
    email.pk, email.mail_id = None, "<other@x>"
    broken("tickets_outgoing_once_per_kind", email.save)


def test_one_copy_of_a_mail_counts(db):
    receive(mail())
    receive(mail(X_Relay="b"))
    broken("tickets_incoming_copy_counts_once", lambda: IncomingEmail.objects.update(counts=True))


def test_a_mail_has_a_reason_exactly_when_it_is_read(db):
    receive(mail())
    broken("reason_exactly_when_read", lambda: IncomingEmail.objects.update(reason=""))


def test_a_quarantined_mail_is_on_no_thread(ticket, settings):
    settings.ANSWER_NEW_MAIL = False
    receive(mail())
    first = ticket.messages.get()
    broken("quarantined_is_on_no_thread", lambda: IncomingEmail.objects.update(message=first))


def test_a_participant_and_a_proof_check_are_there_once(ticket):
    Participant.objects.create(ticket=ticket, email="a@example.com")
    broken("participant_unique", lambda: Participant.objects.create(ticket=ticket, email="A@example.com"))
    ProofCheck.objects.create(ticket=ticket, item="x", matches=True)
    broken("proof_check_once", lambda: ProofCheck.objects.create(ticket=ticket, item="x", matches=False))


@pytest.mark.django_db
def test_the_queue_starts_with_who_waits_longest(aki):
    now = timezone.now()
    young, old = open_ticket(now=now), open_ticket(now=now - timedelta(days=1))
    answered = open_ticket(now=now - timedelta(days=9))
    actions.reply(ticket=answered, author=aki, body="Hello")
    assert list(Ticket.objects.longest_waiting_first()) == [old, young, answered]
    assert set(Ticket.objects.waiting_for_us()) == {old, young}


@pytest.mark.django_db
def test_tickets_are_told_apart_by_who_has_to_act(aki):
    fresh, taken, solved = open_ticket(), open_ticket(), open_ticket()
    actions.assign(ticket=taken, author=aki, assignee=aki)
    actions.change_status(ticket=solved, author=aki, event=Event.SOLVE)
    assert set(Ticket.objects.open()) == {fresh, taken}
    assert list(Ticket.objects.finished()) == [solved]
    assert list(Ticket.objects.assigned_to(aki)) == [taken]
    assert set(Ticket.objects.unassigned()) == {fresh, solved}


@pytest.mark.django_db
def test_a_persons_tickets_are_found_by_their_address_through_the_index():
    older, newer = open_ticket(requester_email="Ann@Example.com"), open_ticket(requester_email="ann@example.com")
    other = open_ticket()
    for at in range(500):
        other.pk, other.reference, other._state.adding = None, f"HC-{at}", True
        other.save()
    found = Ticket.objects.of_address("ANN@example.com").order_by("-created_at")
    assert list(found) == [newer, older]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE tickets_ticket")
        # Of few rows PostgreSQL would rather sort a handful than follow the index's order.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
    plan = found.all()[:5].explain()
    assert "tickets_ticket_address" in plan
    assert "Sort" not in plan


def test_rows_name_themselves(ticket):
    assert str(ticket) == f"{ticket.reference} The cancel button is missing"
    assert str(ticket.messages.get()) == "I can't find the button."
    assert str(ticket.emails.get()).startswith("hanako@example.com: [HC-")
