"""Addresses that bounce or complain get no more mail, until somebody of the staff lets it go there again."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from accounts.models import AuditEntry
from tests import cast
from tests.tickets.conftest import jobs_for, open_ticket, receive, report
from tickets import actions
from tickets.actions import suppressing
from tickets.mail import emails, envelopes
from tickets.mail.actions import delivering
from tickets.models import Notification, SuppressedAddress
from tickets.models.suppressions import suppression_of
from tickets.refusals import TicketRefusedError

HER = "hanako@example.com"


@pytest.fixture
def sent(ticket, aki):
    """A reply that went out, on a ticket that is Aki's."""
    email = actions.reply(ticket=ticket, author=aki, body="Try the App Store.").emails.get()
    delivering.deliver(email.pk, last_attempt=False)
    email.refresh_from_db()
    return email


@pytest.fixture
def bounces(settings):
    settings.BOUNCE_ADDRESS = "bounces@help.localhost"


def complaint(mail_id, recipient, kind="abuse"):
    """What a mailbox provider sends when somebody presses “This is spam”."""
    return (
        "From: feedback@isp.example\nMessage-ID: <arf@isp.example>\n"
        "Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n"
        "--b\nContent-Type: text/plain\n\nAn abuse report.\n"
        f"--b\nContent-Type: message/feedback-report\n\nFeedback-Type: {kind}\nOriginal-Rcpt-To: <{recipient}>\n\n"
        f"--b\nContent-Type: message/rfc822\n\nMessage-ID: {mail_id}\nSubject: x\n\nBody\n--b--\n"
    ).encode()


def happened(ticket):
    return list(ticket.events.order_by("pk").values_list("kind", flat=True))


def test_a_hard_bounce_marks_the_address_and_says_so(ticket, sent, aki):
    receive(report(sent.mail_id, HER))
    mark = suppression_of("Hanako@Example.com")
    assert (mark.kind, mark.email, mark.words) == ("hard_bounce", sent, "5.1.1")
    assert happened(ticket)[-2:] == ["email_returned", "mail_stopped"]
    assert Notification.objects.of(aki).shown().values_list("kind", flat=True).get() == "mail_failed"


@pytest.mark.parametrize("status", ["4.2.2", "5.2.2", "5.7.1", "5.3.4"])
def test_what_isnt_about_the_mailbox_marks_no_address(sent, status):
    receive(report(sent.mail_id, HER).replace(b"Status: 5.1.1", f"Status: {status}".encode()))
    sent.refresh_from_db()
    assert sent.returned_at is not None
    assert suppression_of(HER) is None


def test_a_delay_marks_nothing(sent):
    receive(report(sent.mail_id, HER, action="delayed"))
    sent.refresh_from_db()
    assert (sent.returned_at, suppression_of(HER)) == (None, None)


def test_a_complaint_marks_the_address_although_the_mail_arrived(ticket, sent):
    row = receive(complaint(sent.mail_id, HER))
    sent.refresh_from_db()
    assert (row.outcome, row.reason) == ("ignored", "complaint")
    assert (suppression_of(HER).kind, sent.returned_at) == ("complaint", None)
    assert happened(ticket)[-1] == "mail_stopped"


def test_who_says_that_it_was_no_spam_goes_on_getting_mail(sent):
    receive(complaint(sent.mail_id, HER, kind="not-spam"))
    sent.refresh_from_db()
    # It arrived, too: nothing came back.
    assert (suppression_of(HER), sent.returned_at) == (None, None)


@pytest.mark.parametrize("made_up", [report, complaint])
def test_a_report_about_a_mail_that_we_never_wrote_is_believed_by_nobody(sent, made_up):
    receive(made_up("<hc-2222-2222.1.0123456789abcdef0123@help.localhost>", HER))
    receive(made_up(sent.mail_id, "ben@example.com"))
    assert not SuppressedAddress.objects.exists()


def test_a_bounce_at_the_mails_own_envelope_sender_needs_no_message_id(sent, bounces):
    sender = emails.as_mail(sent).from_email
    assert sender.startswith(f"bounces+{sent.pk}.")
    raw = report("<lost@relay.example>", "elsewhere@relay.example")
    receive(f"Delivered-To: {sender}\n".encode() + raw)
    assert suppression_of(HER).email == sent


def test_a_made_up_envelope_sender_counts_for_nothing(sent, bounces):
    sender = envelopes.sender(sent.pk, HER, key="another", bounce_address="bounces@help.localhost")
    receive(f"Delivered-To: {sender}\n".encode() + report("<x@y>", HER))
    assert not SuppressedAddress.objects.exists()


def test_the_letter_itself_names_the_team_not_the_envelope(sent, bounces, settings):
    delivered = emails.as_mail(sent)
    assert settings.SUPPORT_ADDRESS in delivered.message()["From"]
    assert "bounces+" not in str(delivered.message())


def test_no_more_mail_goes_to_a_marked_address_and_the_ticket_says_it(ticket, sent, aki):
    receive(report(sent.mail_id, HER))
    email = actions.reply(ticket=ticket, author=aki, body="Are you there?").emails.get()
    before = len(outbox.outbox)
    delivering.deliver(email.pk, last_attempt=False)
    email.refresh_from_db()
    suppressing.tell_of_unsent(email_id=email.pk, gone="", now=timezone.now())
    assert (email.status, email.attempts, len(outbox.outbox)) == ("suppressed", 0, before)
    assert happened(ticket)[-1] == "email_unsent"


def test_a_mailbox_that_the_server_refuses_by_its_code_is_marked(ticket, aki):
    email = ticket.emails.get()
    email.status = "failed"
    email.save()
    suppressing.tell_of_unsent(email_id=email.pk, gone="5.1.1 No such user", now=timezone.now())
    assert suppression_of(HER).words == "5.1.1 No such user"


def test_who_may_lifts_the_mark_sends_again_and_it_is_on_the_record(ticket, sent):
    receive(report(sent.mail_id, HER))
    lead = cast.staff_browser(name="lea", groups=("leads",))
    page = lead.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    assert f"No mail reaches {HER}." in page
    mark = SuppressedAddress.objects.get()
    lead.post(f"/admin/tickets/ticket/{ticket.reference}/allow-mail/", {"mark": mark.pk})
    lead.post(f"/admin/tickets/outgoingemail/{sent.pk}/retry/")
    sent.refresh_from_db()
    assert (suppression_of(HER), sent.status, sent.returned_at) == (None, "queued", None)
    assert happened(ticket)[-1] == "mail_allowed"
    assert AuditEntry.objects.filter(kind="mail_allowed", staff_name="lea").exists()


def test_who_may_not_reads_of_it_and_has_no_button(ticket, sent, agent):
    receive(report(sent.mail_id, HER))
    page = agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    assert f"No mail reaches {HER}." in page
    assert "allow-mail" in page
    assert "Let mail go there again" not in page
    mark = SuppressedAddress.objects.get()
    assert agent.post(f"/admin/tickets/ticket/{ticket.reference}/allow-mail/", {"mark": mark.pk}).status_code == 403


def test_an_old_report_doesnt_bring_a_lifted_mark_back(ticket, sent, aki):
    receive(report(sent.mail_id, HER))
    suppressing.lift(mark=SuppressedAddress.objects.get(), author=aki, ticket=ticket, now=timezone.now())
    receive(report(sent.mail_id, HER, number=2))
    assert suppression_of(HER) is None


def test_a_mark_is_lifted_once(sent, aki):
    receive(report(sent.mail_id, HER))
    mark = SuppressedAddress.objects.get()
    suppressing.lift(mark=mark, author=aki, ticket=None, now=timezone.now())
    with pytest.raises(TicketRefusedError):
        suppressing.lift(mark=mark, author=aki, ticket=None, now=timezone.now() + timedelta(seconds=1))


def test_a_mark_of_somebody_else_isnt_lifted_from_a_tickets_page(ticket, sent):
    other = open_ticket(requester_email="ben@example.com").emails.get()
    receive(report(other.mail_id, "ben@example.com", number=3))
    lead = cast.staff_browser(name="lea", groups=("leads",))
    mark = SuppressedAddress.objects.get()
    answer = lead.post(f"/admin/tickets/ticket/{ticket.reference}/allow-mail/", {"mark": mark.pk})
    assert (answer.status_code, suppression_of("ben@example.com")) == (404, mark)


def test_a_report_that_comes_twice_is_told_once(ticket, sent):
    receive(report(sent.mail_id, HER))
    receive(report(sent.mail_id, HER, number=2))
    assert happened(ticket).count("email_returned") == happened(ticket).count("mail_stopped") == 1


# --- what needs a look ---


def unsent(email, status="failed"):
    email.status, email.last_error = status, "SMTPDataError: 550 no"
    email.save()
    return email


def test_mail_that_reached_nobody_is_counted_listed_with_its_reason_and_sent_again(agent, ticket):
    email = unsent(ticket.emails.get())
    assert "1: emails that reached nobody" in agent.get("/admin/tickets/ticket/").content.decode()
    page = agent.get("/admin/tickets/outgoingemail/?unsent=yes").content.decode()
    assert "SMTPDataError: 550 no" in page
    agent.post("/admin/tickets/outgoingemail/", {"action": "send_again", "_selected_action": [email.pk]})
    email.refresh_from_db()
    assert (email.status, jobs_for(email).count()) == ("queued", 2)


@pytest.mark.parametrize(("most", "said"), [(1, "1"), (0, "0+")])
def test_mail_that_reached_nobody_is_counted_so_far(agent, ticket, monkeypatch, most, said):
    monkeypatch.setattr("tickets.templatetags.unsent._MOST", most)
    unsent(ticket.emails.get())
    assert f"{said}: emails that reached nobody" in agent.get("/admin/tickets/ticket/").content.decode()


def test_what_was_put_aside_is_counted_no_more_and_stays_in_the_list(agent, ticket):
    email = unsent(ticket.emails.get(), "suppressed")
    agent.post("/admin/tickets/outgoingemail/", {"action": "put_aside", "_selected_action": [email.pk]})
    page = agent.get("/admin/tickets/outgoingemail/").content.decode()
    assert "emails that reached nobody" not in page
    assert email.subject in page


def test_the_list_of_addresses_lets_mail_go_to_several_again(sent):
    receive(report(sent.mail_id, HER))
    lead = cast.staff_browser(name="lea", groups=("leads",))
    mark = SuppressedAddress.objects.get()
    assert HER in lead.get("/admin/tickets/suppressedaddress/?q=HANAKO@example.com").content.decode()
    assert lead.get(f"/admin/tickets/suppressedaddress/{mark.pk}/change/").status_code == 200
    lead.post("/admin/tickets/suppressedaddress/", {"action": "allow_mail", "_selected_action": [mark.pk]})
    assert suppression_of(HER) is None


def test_mail_that_arrived_is_not_sent_again(agent, sent):
    page = agent.post(f"/admin/tickets/outgoingemail/{sent.pk}/retry/", follow=True).content.decode()
    assert "This email is already sent." in page
