"""What becomes of incoming mail: joined, quarantined, ignored; never lost."""

from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

import pytest
from django.db import connection

from tests.tickets.conftest import mail, open_ticket, report
from tickets import actions
from tickets.actions import receive_email
from tickets.models import IncomingEmail, Message
from tickets.workflow import Event


@pytest.fixture
def sent(ticket, aki):
    """The email with which staff answered."""
    return actions.reply(ticket=ticket, author=aki, body="Try the App Store.").emails.get()


def outcome(raw):
    received = receive_email(raw=raw)
    return received.outcome, received.reason


def test_an_answer_to_the_signed_address_joins(ticket, sent):
    raw = mail(to=sent.reply_to)
    received = receive_email(raw=raw)
    ticket.refresh_from_db()
    message = ticket.messages.get(channel="email")
    assert (received.outcome, received.reason, received.reference) == ("joined", "reply_address", ticket.reference)
    assert (message.body, message.author_name, message.mail_id) == (
        "It works now.",
        "Hanako Yamada",
        "<one@mail.example>",
    )
    assert ticket.status == "open"
    assert bytes(message.incoming.raw) == raw


def test_an_answer_by_references_alone_joins(sent):
    assert outcome(mail(References=f"<x@y> {sent.mail_id}")) == ("joined", "references")


def test_an_answer_to_a_mail_of_their_own_joins(ticket, sent):
    receive_email(raw=mail(to=sent.reply_to))
    assert outcome(mail(mail_id="<two@mail.example>", In_Reply_To="<one@mail.example>")) == ("joined", "references")


def test_the_senders_address_counts_in_any_case(sent):
    assert outcome(mail(sender="HANAKO@EXAMPLE.COM", to=sent.reply_to))[0] == "joined"


def test_a_forged_signature_is_quarantined(ticket, sent):
    forged = sent.reply_to.replace("@", "0@") if not sent.reply_to.count("0@") else sent.reply_to.replace("0@", "1@")
    assert outcome(mail(to=forged)) == ("quarantined", "forged_address")
    assert not ticket.messages.filter(channel="email").exists()


def test_another_persons_signed_address_is_quarantined(sent):
    assert outcome(mail(sender="eve@example.com", to=sent.reply_to)) == ("quarantined", "forged_address")


def test_a_wrong_sender_with_the_right_references_is_quarantined(sent):
    assert outcome(mail(sender="eve@example.com", In_Reply_To=sent.mail_id)) == ("quarantined", "wrong_sender")


def test_a_mail_with_two_senders_is_quarantined(sent):
    raw = mail(to=sent.reply_to).replace(b"From: ", b"From: eve@example.com\nFrom: ", 1)
    assert outcome(raw)[0] == "quarantined"


def test_a_participant_answers_at_their_own_address(ticket, aki):
    actions.add_participant(ticket=ticket, name="Olga", email="olga@example.com")
    email = actions.reply(ticket=ticket, author=aki, body="Hello").emails.get(to_email="olga@example.com")
    assert outcome(mail(sender="Olga <olga@example.com>", to=email.reply_to)) == ("joined", "reply_address")
    assert ticket.messages.get(channel="email").author_name == "Olga <olga@example.com>"


def test_new_mail_without_a_ticket_is_quarantined(db):
    assert outcome(mail()) == ("quarantined", "no_ticket")
    assert IncomingEmail.objects.quarantined().get().subject == "Re: the button"


def test_the_same_mail_counts_once(ticket, sent):
    raw = mail(to=sent.reply_to)
    assert outcome(raw)[0] == "joined"
    assert outcome(raw) == ("ignored", "duplicate")
    assert ticket.messages.filter(channel="email").count() == 1
    assert IncomingEmail.objects.count() == 1


def test_another_copy_with_the_same_message_id_is_kept_but_does_not_count(ticket, sent):
    outcome(mail(to=sent.reply_to))
    assert outcome(mail(to=sent.reply_to, text="Something else")) == ("ignored", "duplicate")
    assert ticket.messages.filter(channel="email").count() == 1
    assert IncomingEmail.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_mail_twice_at_once_joins_once():
    sent = open_ticket().emails.get()

    def deliver(number):
        try:
            return outcome(mail(to=sent.reply_to, X_Relay=str(number % 2)))[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(deliver, range(4)))
    assert outcomes == ["ignored", "ignored", "ignored", "joined"]
    assert Message.objects.filter(channel="email").count() == 1


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Auto_Submitted": "auto-replied"}, "auto_reply"),
        ({"Precedence": "bulk"}, "auto_reply"),
        ({"List_Id": "<news.example>"}, "mailing_list"),
        ({"Return_Path": "<>"}, "bounce"),
        ({"sender": "support@help.localhost"}, "own_mail"),
    ],
)
def test_what_no_person_wrote_is_kept_with_its_ticket_and_not_joined(ticket, sent, headers, reason):
    assert outcome(mail(to=sent.reply_to, In_Reply_To=sent.mail_id, **headers)) == ("ignored", reason)
    assert not ticket.messages.filter(channel="email").exists()
    assert IncomingEmail.objects.get().ticket == ticket


def test_a_bounce_marks_the_email_that_came_back_once(ticket, sent):
    for number in range(2):
        receive_email(raw=report(sent.mail_id, "hanako@example.com", number=number))
    sent.refresh_from_db()
    assert sent.returned_at is not None
    assert [event.arguments for event in ticket.events.filter(kind="email_returned")] == [
        {"email": "hanako@example.com"}
    ]


def test_a_japanese_mail_in_iso_2022_jp_joins_without_its_quote(ticket, sent):
    text = "解約できました。\n\n2026年11月22日(日) 12:00 Product Support <s@h.example>:\n> もう一度お試しください。\n"
    head = f"From: hanako@example.com\nTo: {sent.reply_to}\nContent-Type: text/plain; charset=ISO-2022-JP\n\n"
    receive_email(raw=head.encode() + text.encode("iso2022_jp"))
    message = ticket.messages.get(channel="email")
    assert message.body == "解約できました。"
    assert message.quoted.endswith("> もう一度お試しください。")


def test_a_mail_in_html_alone_joins_as_text(ticket, sent):
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = "hanako@example.com", sent.reply_to, "<h@x>"
    message.set_content("<p>It <b>works</b></p><blockquote>Try again</blockquote>", subtype="html")
    receive_email(raw=message.as_bytes())
    joined = ticket.messages.get(channel="email")
    assert (joined.body, joined.quoted) == ("It works", "> Try again")


def test_attachments_are_named_on_the_thread(ticket, sent):
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = "hanako@example.com", sent.reply_to, "<a@x>"
    message.add_attachment(b"12345", maintype="image", subtype="png", filename="画面.png")
    receive_email(raw=message.as_bytes())
    file = ticket.messages.get(channel="email").attachments.get()
    assert (file.name, file.content_type, file.size, file.mail_part) == ("画面.png", "image/png", 5, 0)


def test_an_empty_mail_is_quarantined(sent):
    assert outcome(mail(to=sent.reply_to, text="")) == ("quarantined", "empty")


@pytest.mark.django_db
def test_bytes_that_are_no_mail_are_kept():
    assert outcome(b"\x00\x01") == ("quarantined", "unreadable")
    assert bytes(IncomingEmail.objects.get().raw) == b"\x00\x01"


def test_a_mail_without_a_message_id_joins_once(ticket, sent):
    raw = mail(to=sent.reply_to, mail_id="")
    assert [outcome(raw)[0], outcome(raw)[0]] == ["joined", "ignored"]


def test_an_answer_on_a_closed_ticket_opens_a_follow_up(ticket, sent, aki):
    actions.change_status(ticket=ticket, author=aki, event=Event.CLOSE)
    received = receive_email(raw=mail(to=sent.reply_to))
    follow_up = ticket.follow_ups.get()
    assert received.reference == follow_up.reference
    assert follow_up.emails.get().in_reply_to == "<one@mail.example>"


def test_a_failure_keeps_the_mail_with_the_sender(sent, monkeypatch):
    monkeypatch.setattr("tickets.actions.recording.save", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        receive_email(raw=mail(to=sent.reply_to))
    monkeypatch.undo()
    assert not IncomingEmail.objects.exists()
    assert outcome(mail(to=sent.reply_to))[0] == "joined"
