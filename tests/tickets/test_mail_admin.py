"""Mail in both directions in the admin."""

from email.message import EmailMessage

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.tickets.conftest import jobs_for, mail, receive, report
from tickets import actions
from tickets.mail import parsing
from tickets.models import IncomingEmail

IN, OUT = "/admin/tickets/incomingemail/", "/admin/tickets/outgoingemail/"


@pytest.fixture
def quarantined(db, settings):
    """A mail that belongs to no ticket, with a file."""
    settings.ANSWER_NEW_MAIL = False
    message = EmailMessage()
    message["From"], message["Subject"], message["Message-ID"] = "Eve <eve@example.com>", "<b>Hello</b>", "<e@x>"
    message.set_content("Let me in.\n<script>alert(1)</script>")
    message.add_attachment(b"<html>evil</html>", maintype="text", subtype="html", filename="請求書.html")
    receive(message.as_bytes())
    return IncomingEmail.objects.get()


def test_the_quarantine_is_listed(agent, quarantined):
    page = agent.get(f"{IN}?outcome__exact=quarantined").content.decode()
    assert "eve@example.com" in page
    assert "belongs to no ticket" in page
    assert "&lt;b&gt;Hello" in page


def test_a_mail_is_shown_with_its_raw_text(agent, quarantined):
    page = agent.get(f"{IN}{quarantined.pk}/change/").content.decode()
    assert "Let me in." in page
    assert "Message-ID: &lt;e@x&gt;" in page
    assert "請求書.html" in page
    assert "<script>alert" not in page


def test_a_mail_is_not_read_again_to_be_shown_or_joined(agent, quarantined, ticket, monkeypatch):
    monkeypatch.setattr(parsing, "parse", None)
    assert "Let me in." in agent.get(f"{IN}{quarantined.pk}/change/").content.decode()
    agent.post(f"{IN}{quarantined.pk}/join/", {"reference": ticket.reference})
    assert [file.name for file in ticket.messages.get(channel="email").attachments.all()] == ["請求書.html"]


def test_neither_list_nor_thread_carries_raw_mail(agent, quarantined, ticket):
    actions.join_email(incoming=quarantined, ticket=ticket, author=agent.user)
    with CaptureQueriesContext(connection) as queries:
        agent.get(IN)
        agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/")
    read = " ".join(query["sql"] for query in queries)
    assert "originalmail" not in read
    assert '"tickets_incomingemail"."text"' not in read
    assert "body_html" not in read


def test_the_mail_is_downloaded_byte_for_byte(agent, quarantined):
    response = agent.get(f"{IN}{quarantined.pk}/raw/")
    assert response.content == bytes(quarantined.original.content)
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"] == f'attachment; filename="mail-{quarantined.pk}.eml"'


def test_a_file_is_only_ever_a_download(agent, quarantined):
    response = agent.get(f"{IN}{quarantined.pk}/attachments/0/")
    assert response.content == b"<html>evil</html>"
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert agent.get(f"{IN}{quarantined.pk}/attachments/1/").status_code == 404


def test_a_mail_is_joined_to_a_ticket(agent, quarantined, ticket):
    response = agent.post(f"{IN}{quarantined.pk}/join/", {"reference": f" {ticket.reference.lower()} "})
    assert response.headers["Location"] == f"/admin/tickets/ticket/{ticket.reference}/change/"
    assert ticket.messages.filter(channel="email").count() == 1


def test_an_unknown_reference_comes_back_as_typed(agent, quarantined):
    response = agent.post(f"{IN}{quarantined.pk}/join/", {"reference": "HC-NONE"})
    assert response.status_code == 422
    assert "There is no ticket with this reference." in response.content.decode()
    assert 'value="HC-NONE"' in response.content.decode()


def test_a_joined_mail_is_neither_joined_again_nor_discarded(agent, quarantined, ticket):
    actions.join_email(incoming=quarantined, ticket=ticket, author=agent.user)
    again = agent.post(f"{IN}{quarantined.pk}/join/", {"reference": ticket.reference})
    assert (again.status_code, agent.post(f"{IN}{quarantined.pk}/discard/").status_code) == (409, 409)
    assert "This mail is already on a ticket." in again.content.decode()


def test_a_mail_is_discarded_and_stays_stored(agent, quarantined):
    assert agent.post(f"{IN}{quarantined.pk}/discard/").headers["Location"] == IN
    quarantined.refresh_from_db()
    assert (quarantined.outcome, quarantined.reason) == ("ignored", "discarded")


def test_several_mails_are_discarded_but_not_those_on_a_ticket(agent, quarantined, ticket):
    receive(mail(to=ticket.emails.get().reply_to))
    chosen = list(IncomingEmail.objects.values_list("pk", flat=True))
    agent.post(IN, {"action": "discard", "_selected_action": chosen})
    assert set(IncomingEmail.objects.values_list("outcome", flat=True)) == {"ignored", "joined"}


def test_outgoing_mail_is_listed_and_shown_as_sent(agent, ticket):
    email = ticket.emails.get()
    assert "hanako@example.com" in agent.get(OUT).content.decode()
    page = agent.get(f"{OUT}{email.pk}/change/").content.decode()
    assert "We have received your message" in page
    assert 'name="_save"' not in page


def test_a_mail_that_came_back_is_told_apart(agent, ticket):
    email = ticket.emails.get()
    receive(report(email.mail_id, email.to_email))
    assert "came back" in agent.get(OUT).content.decode()


def test_a_failed_email_is_sent_again_from_its_ticket_and_from_the_list(agent, ticket):
    email = ticket.emails.get()
    for address, form in (
        (f"{OUT}{email.pk}/retry/", {}),
        (OUT, {"action": "send_again", "_selected_action": [email.pk]}),
    ):
        email.status = "failed"
        email.save()
        assert agent.post(address, form).status_code == 302
        email.refresh_from_db()
        assert email.status == "queued"
    assert jobs_for(email).count() == 3


def test_a_sent_email_is_not_sent_again(agent, ticket):
    email = ticket.emails.get()
    email.status, email.sent_at = "sent", email.created_at
    email.save()
    page = agent.post(f"{OUT}{email.pk}/retry/", follow=True).content.decode()
    assert "This email is already sent." in page


@pytest.mark.parametrize("verb", ["join", "discard"])
def test_changes_are_not_made_by_get(agent, quarantined, verb):
    assert agent.get(f"{IN}{quarantined.pk}/{verb}/").status_code == 405


def test_a_retry_is_not_made_by_get(agent, ticket):
    assert agent.get(f"{OUT}{ticket.emails.get().pk}/retry/").status_code == 405


@pytest.mark.parametrize("verb", ["change", "raw", "attachments/0", "join", "discard"])
def test_strangers_sign_in_and_other_staff_are_refused(client, editor, quarantined, verb):
    address = f"{IN}{quarantined.pk}/{verb}/"
    assert client.get(address).headers["Location"].startswith("/admin/login/")
    assert editor.get(address).status_code == 403
    assert editor.post(address).status_code == 403


def test_mail_is_neither_added_nor_deleted_by_hand(agent, quarantined, ticket):
    for address in (
        f"{IN}add/",
        f"{IN}{quarantined.pk}/delete/",
        f"{OUT}add/",
        f"{OUT}{ticket.emails.get().pk}/delete/",
    ):
        assert agent.get(address).status_code in {403, 404}
