"""The emails as people get them."""

import pytest
from django.conf import settings

from accounts.models import User
from accounts.staff.settings_actions import change_settings
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.mail import emails
from tickets.mail.threading import is_signed_for, parse_reply_address


def sent_by_staff(ticket, aki, body="Try the App Store."):
    return actions.reply(ticket=ticket, author=aki, body=body).emails.get()


def test_the_receipt_says_what_happens_next(ticket):
    receipt = ticket.emails.get()
    assert f"Your reference: {ticket.reference}" in receipt.body
    assert "The answer comes by email" in receipt.body
    assert "We don’t offer support by phone or live chat." in receipt.body
    assert "I can't find the button." in receipt.body
    assert receipt.subject == f"[{ticket.reference}] The cancel button is missing"


def test_the_receipt_asks_no_machine_for_an_answer(ticket):
    message = emails.as_mail(ticket.emails.get()).message()
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["In-Reply-To"] is None


def test_a_reply_is_a_persons_mail_in_the_same_thread(ticket, aki):
    email = sent_by_staff(ticket, aki)
    message = emails.as_mail(email).message()
    assert message["Auto-Submitted"] is None
    assert message["Message-ID"] == email.mail_id
    assert message["In-Reply-To"] == message["References"] == ticket.emails.order_by("id").first().mail_id
    assert message["Subject"] == f"Re: [{ticket.reference}] The cancel button is missing"


def test_answers_come_back_to_an_address_signed_for_the_person(ticket, aki):
    message = emails.as_mail(sent_by_staff(ticket, aki)).message()
    found = parse_reply_address(message["Reply-To"], support_address=settings.SUPPORT_ADDRESS)
    assert found.reference == ticket.reference
    assert is_signed_for(found, "hanako@example.com", key=settings.SECRET_KEY)


def test_a_reply_has_its_writers_signature_as_it_was_then(ticket, aki):
    change_settings(user=aki, signature="Aki <Mori>\nWednesdays off")
    email = sent_by_staff(ticket, User.objects.get(pk=aki.pk))
    assert "-- \nAki <Mori>\nWednesdays off\n" in email.body
    assert "Aki &lt;Mori&gt;<br>Wednesdays off<br>" in email.body_html
    change_settings(user=aki, signature="")
    email.refresh_from_db()
    assert "Wednesdays off" in emails.as_mail(email).body
    again = actions.reply(ticket=ticket, author=User.objects.get(pk=aki.pk), body="Again.").emails.get()
    assert "Wednesdays" not in again.body


def test_the_receipt_of_what_somebody_wrote_has_no_signature_of_staff(ticket, aki):
    change_settings(user=aki, signature="Aki Mori")
    assert "Aki Mori" not in ticket.emails.get().body


def test_text_and_html_say_the_same(ticket, aki):
    mail = emails.as_mail(sent_by_staff(ticket, aki, "Use <b> & see https://example.com/a"))
    html = mail.alternatives[0].content
    assert "Use <b> & see https://example.com/a" in mail.body
    assert "Use &lt;b&gt; &amp; see" in html
    assert 'href="https://example.com/a"' in html


@pytest.mark.django_db
def test_an_email_speaks_the_tickets_language_and_not_the_staffs(aki):
    ticket = open_ticket(locale="ja", subject="解約について", body="解約したいです。")
    receipt = ticket.emails.get()
    assert '<html lang="ja" dir="ltr">' in receipt.body_html
    assert "/ja/" in receipt.body
    assert '<html lang="ja"' in sent_by_staff(ticket, aki).body_html


@pytest.mark.django_db
def test_names_in_any_script_reach_the_header():
    ticket = open_ticket(requester_name='山田 "花子", Inc.')
    message = emails.as_mail(ticket.emails.get()).message()
    assert message["To"].addresses[0].display_name == '山田 "花子", Inc.'
    assert message["To"].addresses[0].addr_spec == "hanako@example.com"


@pytest.mark.django_db
def test_nobody_is_greeted_by_an_address():
    assert open_ticket(requester_name="").emails.get().body.startswith("Hello,")
