"""What staff do with mail by hand: join, discard, send again."""

import pytest
from django.utils import timezone

from tests.tickets.conftest import jobs_for, mail, receive
from tickets import actions
from tickets.models import IncomingEmail
from tickets.refusals import TicketRefusedError


@pytest.fixture
def quarantined(db):
    """A mail that belongs to no ticket."""
    receive(mail(sender="Other <other@example.com>", text="It is me.\n\n> quoted"))
    return IncomingEmail.objects.get()


def test_a_quarantined_mail_is_joined_under_its_senders_own_name(quarantined, ticket, aki):
    message = actions.join_email(incoming=quarantined, ticket=ticket, author=aki)
    quarantined.refresh_from_db()
    assert (message.body, message.quoted, message.author_name) == ("It is me.", "> quoted", "Other <other@example.com>")
    assert (quarantined.outcome, quarantined.reason) == ("joined", "joined_by_hand")
    assert (quarantined.ticket, quarantined.message) == (ticket, message)
    assert ticket.events.get(kind="email_joined").arguments == {"sender": "other@example.com"}


def test_a_mail_is_joined_once(quarantined, ticket, aki):
    actions.join_email(incoming=quarantined, ticket=ticket, author=aki)
    with pytest.raises(TicketRefusedError, match="already_joined"):
        actions.join_email(incoming=quarantined, ticket=ticket, author=aki)
    with pytest.raises(TicketRefusedError, match="already_joined"):
        actions.discard_email(incoming=quarantined)


def test_a_mail_without_text_is_joined_by_its_subject(ticket, aki):
    receive(mail(text="", subject="Only a subject"))
    message = actions.join_email(incoming=IncomingEmail.objects.get(), ticket=ticket, author=aki)
    assert message.body == "Only a subject"


def test_a_discarded_mail_stays_stored_and_can_still_be_joined(quarantined, ticket, aki):
    discarded = actions.discard_email(incoming=quarantined)
    assert (discarded.outcome, discarded.reason) == ("ignored", "discarded")
    assert actions.join_email(incoming=discarded, ticket=ticket, author=aki).ticket == ticket


def test_a_failed_email_is_queued_again(ticket):
    email = ticket.emails.get()
    email.status = "failed"
    email.save()
    actions.retry_email(email=email)
    email.refresh_from_db()
    assert email.status == "queued"
    assert jobs_for(email).count() == 2


def test_a_sent_email_is_not_sent_again(ticket):
    email = ticket.emails.get()
    email.status, email.sent_at = "sent", timezone.now()
    email.save()
    with pytest.raises(TicketRefusedError, match="already_sent"):
        actions.retry_email(email=email)
