"""What the desk keeps of what was read: texts, notes on absences, reports, and what a later version reads anew."""

import pytest

from tests.tickets.case_pages import path_of
from tests.tickets.conftest import mail, open_ticket, receive, report
from tests.tickets.reading.test_automatic import COMPLAINT
from tests.tickets.reading.test_parts import EVENT, FORWARDED, PNG, made, plain
from tests.tickets.test_workspace import address
from tickets import actions
from tickets.mail import parsing
from tickets.mail.actions import storing
from tickets.models import Attachment, IncomingEmail, Message
from tickets.workflow import Event

AWAY = "I am out of the office until 5 December 2030."


@pytest.fixture
def sent(ticket):
    """The receipt that went out."""
    return ticket.emails.get()


def answer(sent, raw):
    return receive(raw.replace(b"From: a@b.c", f"From: hanako@example.com\nTo: {sent.reply_to}".encode()))


def test_an_answer_of_a_picture_alone_joins_with_its_file(ticket, sent):
    assert answer(sent, f"From: a@b.c\n{PNG}".encode()).outcome == "joined"
    assert [file.name for file in Attachment.objects.all()] == ["image.png"]


def test_an_answer_in_the_subject_alone_joins_with_that(ticket, sent):
    assert answer(sent, b"From: a@b.c\nSubject: It works again, thanks!\n\n").outcome == "joined"
    assert ticket.messages.get(channel="email").body == "It works again, thanks!"


def test_an_empty_answer_with_the_old_subject_waits_for_somebody(ticket, sent):
    row = answer(sent, b"From: a@b.c\nSubject: Re: The button\n\n")
    assert (row.outcome, row.reason, row.ticket) == ("quarantined", "empty", ticket)


def test_a_forwarded_mail_is_folded_and_a_file(ticket, sent):
    answer(sent, made(plain("Please look."), FORWARDED))
    message = ticket.messages.get(channel="email")
    assert (message.body, message.attachments.get().name) == ("Please look.", "inner subject.eml")
    assert message.quoted.endswith("Inner text.")


def test_an_invitation_is_told_to_each_in_their_language(agent, reader):
    japanese = open_ticket(locale="ja")
    answer(japanese.emails.get(), made(plain("Meeting?"), EVENT.format(method="REQUEST", more="")))
    assert japanese.messages.get(channel="email").body.split("\n") == [
        "Meeting?",
        "",
        "Invitation: Ticket, weekly review",
        "When: 2026-12-01 10:00 – 11:00 (Europe/Berlin)",
        "Where: Room 5",
    ]
    agent.cookies["django_language"] = "ja"
    for page in (agent.get(address(japanese)).text, reader.get(path_of(japanese)).text):
        assert "招待：Ticket, weekly review" in page
        assert "日時：2026-12-01 10:00" in page
        assert "Invitation" not in page
    agent.cookies["django_language"] = "en"
    assert "Invitation: Ticket, weekly review" in agent.get(address(japanese)).text


def test_an_encrypted_mail_says_so(agent, ticket, sent):
    answer(sent, made("Content-Type: application/pgp-encrypted\n\nVersion: 1", PNG, kind="encrypted"))
    assert "encrypted with PGP" in ticket.messages.get(channel="email").body
    agent.cookies["django_language"] = "ja"
    assert "PGP で暗号化されている" in agent.get(address(ticket)).text


def test_a_mail_repeats_what_came_encrypted_in_its_own_language(ticket, sent, aki, settings):
    settings.QUOTED_HISTORY = "last"
    answer(sent, made("Content-Type: application/pgp-encrypted\n\nVersion: 1", PNG, kind="encrypted"))
    ticket.locale = "de"
    ticket.save()
    actions.reply(ticket=ticket, author=aki, body="Please send it again.")
    letter = ticket.emails.get(kind="reply")
    for text in (letter.body, letter.body_html):
        assert "Diese E-Mail ist mit PGP verschlüsselt" in text
        assert "encrypted with" not in text


def test_an_absence_is_a_note_with_its_day_and_reopens_nothing(agent, ticket, sent, aki):
    actions.change_status(ticket=ticket, author=aki, event=Event.SOLVE)
    row = answer(sent, f"From: a@b.c\nSubject: Automatic reply: x\n\n{AWAY}".encode())
    note = ticket.messages.get(kind=Message.Kind.NOTE)
    assert (row.outcome, row.reason) == ("ignored", "auto_reply")
    assert note.body == f"Automatic reply from hanako@example.com, away until 2030-12-05:\n\n{AWAY}"
    for language, words in {
        "ja": "からの自動応答（2030年12月5日まで不在）：",
        "en": "away until Dec. 5, 2030:",
    }.items():
        agent.cookies["django_language"] = language
        assert words in agent.get(address(ticket)).text
    ticket.refresh_from_db()
    assert (ticket.status, ticket.messages.filter(channel="email").count()) == ("solved", 0)


def test_the_same_absence_is_noted_once(ticket, sent):
    for number in range(2):
        raw = f"From: a@b.c\nMessage-ID: <{number}@x>\nAuto-Submitted: auto-replied\nSubject: Out of office\n\n{AWAY}"
        answer(sent, raw.encode())
    assert ticket.messages.filter(kind=Message.Kind.NOTE).count() == 1


def test_an_absence_of_a_stranger_is_no_note(ticket, sent):
    raw = mail(sender="eve@example.com", to=sent.reply_to, subject="Out of office", text=AWAY)
    assert receive(raw).reason == "auto_reply"
    assert not ticket.messages.filter(kind=Message.Kind.NOTE).exists()


def test_a_delay_marks_nothing_as_come_back(ticket, sent):
    row = receive(report(sent.mail_id, sent.to_email, action="delayed"))
    sent.refresh_from_db()
    assert (row.reason, row.ticket, sent.returned_at) == ("delay", ticket, None)


def test_a_complaint_is_one_and_names_its_ticket(ticket, sent):
    row = receive(COMPLAINT.replace(b"<one@help.localhost>", sent.mail_id.encode()))
    sent.refresh_from_db()
    assert (row.reason, row.ticket, sent.returned_at) == ("complaint", ticket, None)


def test_a_mail_in_which_nothing_was_found_is_read_anew_after_an_upgrade(agent, ticket, sent, monkeypatch):
    raw = f"From: hanako@example.com\nTo: {sent.reply_to}\n{PNG}".encode()
    monkeypatch.setattr(parsing.attached, "files_of", lambda _mail: [])
    row = receive(raw)
    assert row.reason == "empty"
    monkeypatch.undo()
    assert "/read/" in agent.get(f"/admin/tickets/incomingemail/{row.pk}/change/").content.decode()
    assert agent.post(f"/admin/tickets/incomingemail/{row.pk}/read/").status_code == 302
    assert receive(raw).outcome == "joined"


def test_a_mail_that_is_in_quarantine_for_another_reason_stays(db, settings):
    settings.ANSWER_NEW_MAIL = False
    row = receive(mail())
    assert storing.read_again_all(numbers=[row.pk]) == 0
    assert IncomingEmail.objects.get().outcome == "quarantined"
