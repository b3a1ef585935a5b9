"""Splitting a message off: what the new ticket has, what stays, and what can't be split."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.utils import timezone

from tests import cast
from tests.pictures import picture
from tests.tickets.case_pages import page, path_of
from tests.tickets.conftest import mail, open_ticket, receive
from tests.tickets.test_workspace import address, page_of
from tickets import actions
from tickets.files import actions as stored
from tickets.files import pictures, storage
from tickets.finding import find
from tickets.models import Ticket, TicketLink
from tickets.redaction.actions import redact_file
from tickets.workflow import Event

LATER = "And my invoice of May is wrong, by the way."


@pytest.fixture
def later(ticket):
    """A second thing that the person wrote about, an hour ago."""
    at = timezone.now() - timedelta(hours=1)
    return actions.add_customer_message(ticket=ticket, body=LATER, channel="messenger", now=at)


def split(browser, message, **form):
    return browser.post(address(message.ticket, "split"), {"message": message.pk, "subject": "Invoice of May", **form})


def newest():
    return Ticket.objects.order_by("-pk").first()


def test_the_new_ticket_is_the_same_persons_and_waits_since_they_wrote(agent, ticket, later):
    actions.add_participant(ticket=ticket, name="Ben", email="ben@example.com")
    assert split(agent, later)["Location"] == f"{address(newest())}#latest"
    made = newest()
    for name in ("requester_name", "requester_email", "locale", "rule", "reason", "identity", "topic_label"):
        assert getattr(made, name) == getattr(ticket, name), name
    assert (made.subject, made.status, made.waiting_since) == ("Invoice of May", "new", later.created_at)
    assert list(made.messages.values_list("body", "channel")) == [(LATER, "messenger")]
    assert list(made.participants.values_list("email", flat=True)) == ["ben@example.com"]
    assert find("invoice") == [made.pk, ticket.pk]


def test_the_message_stays_where_it_was_sent_to(agent, ticket, later):
    split(agent, later)
    assert ticket.messages.filter(body=LATER).count() == 1
    assert LATER in page(path_of(ticket))


def test_each_names_the_other(agent, ticket, later):
    split(agent, later)
    made = newest()
    words = f'A message became a ticket of its own: <a href="{address(made)}">{made.reference}</a>'
    assert words in page_of(agent, ticket)
    assert f'Split off from <a href="{address(ticket)}">{ticket.reference}</a>' in page_of(agent, made)
    assert TicketLink.objects.get(first=ticket, second=made).kind == "related"


@pytest.mark.parametrize(("told", "receipts"), [({}, 0), ({"tell": "on"}, 1)])
def test_the_person_hears_of_it_where_staff_say_so(agent, ticket, later, told, receipts):
    split(agent, later, **told)
    assert newest().emails.filter(kind="receipt", to_email="hanako@example.com").count() == receipts


def test_uploaded_files_are_copied(agent, ticket):
    file = stored.take_in(holder="x", name="invoice.txt", content=b"May: 20 USD", now=timezone.now())
    message = actions.add_customer_message(
        ticket=ticket, body=LATER, channel="messenger", files=stored.send_off(holder="x")
    )
    split(agent, message)
    copy = newest().messages.get().attachments.get()
    assert (copy.name, copy.size) == ("invoice.txt", file.size)
    assert copy.file is not None
    assert copy.file.pk != file.pk
    assert message.attachments.get().file == file
    stored.forget(files=[file])
    assert copy.file.digest == file.digest


def test_an_uploaded_picture_is_drawn_once(agent, ticket, monkeypatch):
    stored.take_in(holder="x", name="screen.jpg", content=picture(), now=timezone.now())
    files = stored.send_off(holder="x")
    message = actions.add_customer_message(ticket=ticket, body=LATER, channel="messenger", files=files)
    monkeypatch.setattr(pictures, "clean", lambda *_drawn: pytest.fail("It is drawn anew."))
    split(agent, message)
    copy = newest().messages.get().attachments.get()
    assert (copy.name, copy.file.width) == ("screen.jpg", 640)
    assert storage.path_of(copy.file) == storage.path_of(files[0])


def test_files_of_a_mail_are_copied_and_those_that_cant_are_named(agent, ticket):
    raw = message_from_bytes(
        mail(to=ticket.emails.get().reply_to, text=LATER, mail_id="<files@x.example>"), policy=policy.default
    )
    raw.add_attachment(b"May: 20 USD", maintype="text", subtype="plain", filename="invoice.txt")
    raw.add_attachment(b"MZ\x90\x00\x03", maintype="application", subtype="octet-stream", filename="run.exe")
    came = receive(raw.as_bytes())
    split(agent, came.message)
    made = newest()
    assert list(made.messages.get().attachments.values_list("name", flat=True)) == ["invoice.txt"]
    assert f"they are on {ticket.reference}: run.exe" in page_of(agent, made)
    assert came.message.attachments.count() == 2


def test_a_file_that_was_redacted_is_missed_by_nobody(agent, ticket):
    stored.take_in(holder="x", name="passport.txt", content=b"No. 7", now=timezone.now())
    files = stored.send_off(holder="x")
    message = actions.add_customer_message(ticket=ticket, body=LATER, channel="messenger", files=files)
    attachment = message.attachments.get()
    redact_file(ticket=ticket, attachment=attachment, reason="secret", author=agent.user, now=timezone.now())
    split(agent, message)
    made = newest()
    assert not made.messages.get().attachments.exists()
    assert "be copied" not in page_of(agent, made)
    assert "0\N{NO-BREAK SPACE}bytes" not in page_of(agent, ticket)


def test_what_was_proved_is_compared_anew(agent):
    old = open_ticket(proof={"Account email": "old@example.com"})
    actions.check_proof(ticket=old, author=agent.user, verdicts={"Account email": True})
    message = actions.add_customer_message(ticket=old, body=LATER, channel="messenger")
    split(agent, message)
    assert newest().proof == old.proof
    assert not newest().proof_checks.exists()


def test_a_second_press_leads_to_the_ticket_that_the_first_made(agent, ticket):
    stored.take_in(holder="x", name="invoice.txt", content=b"May: 20 USD", now=timezone.now())
    files = stored.send_off(holder="x")
    later = actions.add_customer_message(ticket=ticket, body=LATER, channel="messenger", files=files)
    first = split(agent, later)
    again = split(agent, later)
    assert (again["Location"], Ticket.objects.count()) == (first["Location"], 2)
    assert newest().messages.get().attachments.count() == 1
    # Another subject is another ticket, and so is the same one when time has passed.
    split(agent, later, subject="Receipt of May")
    TicketLink.objects.update(made_at=timezone.now() - timedelta(minutes=2))
    split(agent, later)
    assert Ticket.objects.count() == 4


def test_the_first_message_stays_the_tickets_own(agent, ticket):
    refused = split(agent, ticket.messages.get())
    assert (refused.status_code, Ticket.objects.count()) == (409, 1)
    assert "was opened with this message" in refused.content.decode()


def test_staffs_words_a_closed_ticket_and_a_report_are_not_split(agent, ticket, later):
    note = actions.add_note(ticket=ticket, author=agent.user, body="Hm.")
    assert split(agent, note).status_code == 409
    actions.change_status(ticket=ticket, author=agent.user, event=Event.CLOSE)
    assert split(agent, later).status_code == 409
    officer = cast.staff_browser(name="olga", groups=("compliance",))
    report = open_ticket(rule="compliance", topic_kind="compliance")
    more = actions.add_customer_message(ticket=report, body=LATER, channel="form")
    assert split(officer, more).status_code == 409
    assert Ticket.objects.count() == 2


def test_a_message_of_another_ticket_is_none_of_this_one(agent, ticket, later):
    other = open_ticket()
    assert agent.post(address(other, "split"), {"message": later.pk, "subject": "x"}).status_code == 404
    assert agent.post(address(ticket, "split"), {"message": "x", "subject": "x"}).status_code == 404


def test_without_a_subject_line_nothing_is_split_and_it_is_said(agent, ticket, later):
    answer = split(agent, later, subject=" ", tell="on")
    assert (answer.status_code, Ticket.objects.count()) == (422, 1)
    assert "Give the new ticket a subject line." in answer.content.decode()


def test_only_a_later_message_of_the_customer_has_the_menu(agent, ticket, later):
    actions.add_note(ticket=ticket, author=agent.user, body="Hm.")
    assert page_of(agent, ticket).count("Split off…") == 1
    reader = cast.staff_browser(name="rita", groups=("readers",))
    assert "Split off…" not in page_of(reader, ticket)
    assert split(reader, later).status_code == 403
