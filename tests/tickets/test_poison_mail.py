"""Mail that would stop a mail server's queue if we failed on it: nested, endless, misnamed; all of it is kept."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tickets.conftest import mail, open_ticket, receive
from tickets import actions
from tickets.mail import parsing
from tickets.models import IncomingEmail, Message

NESTED_MAILS = b"From: a@example.com\nSubject: deep\n" + b"Content-Type: message/rfc822\n\n" * 3000
NESTED_PARTS = b"From: a@example.com\nSubject: deep\n" + b"".join(
    b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level) for level in range(1500)
)


@pytest.mark.parametrize("raw", [NESTED_MAILS, NESTED_PARTS], ids=["mails", "parts"])
def test_a_mail_nested_without_end_is_read_by_its_headers(raw):
    read = parsing.parse(raw)
    assert (read.sender_email, read.subject, read.text) == ("a@example.com", "deep", "")
    assert parsing.attachment(raw, 1) is None


@pytest.mark.django_db
@pytest.mark.parametrize("raw", [NESTED_MAILS, NESTED_PARTS], ids=["mails", "parts"])
def test_a_mail_nested_without_end_is_kept_and_shown_to_staff(agent, settings, raw):
    settings.ANSWER_NEW_MAIL = False
    assert receive(raw).outcome == "quarantined"
    kept = IncomingEmail.objects.get()
    assert bytes(kept.original.content) == raw
    assert agent.get(f"/admin/tickets/incomingemail/{kept.pk}/change/").status_code == 200


def test_a_modest_nesting_keeps_its_parts():
    inner = EmailMessage()
    inner.set_content("inside")
    for _level in range(20):
        outer = EmailMessage()
        outer["Subject"] = "outside"
        outer.make_mixed()
        outer.attach(inner)
        inner = outer
    assert parsing.parse(inner.as_bytes()).text == "inside"


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Type: text/plain; charset*=utf\x008'en'x",
        b"Content-Disposition: attachment; filename*=ut\x00f8'en'x%ff",
        b'Content-Type: text/plain; charset="\x00"',
        b'Content-Type: ;;;=="',
        b'Content-Disposition: \xff\xfe; filename="\xff',
        b"Content-Transfer-Encoding: \x00",
        b"From: " + b"(" * 5000,
        b"From: " + b"<" * 5000 + b"@",
        b"References: " + b"<a@b> " * 5000,
        b"Subject: " + b"=?utf-8?q?" * 1000,
    ],
)
def test_a_header_made_to_break_programs_breaks_nothing(header):
    read = parsing.parse(header + b"\n\nx")
    assert isinstance(read.text, str)
    assert "\x00" not in read.subject


@pytest.mark.parametrize(
    "charset", ["unicode_escape", "utf-7", "punycode", "idna", "hex", "undefined", "a b", "\\", "utf-16", "rot13", "'"]
)
def test_a_charset_that_is_a_trap_gives_text_that_a_database_holds(charset):
    raw = f'From: a@b.c\nContent-Type: text/plain; charset="{charset}"\n\n\\ud800 +2AA- plain'.encode()
    text = parsing.parse(raw).text
    assert text.encode("utf-8").decode("utf-8") == text
    assert "\x00" not in text


NAMES = st.sampled_from(
    ["From", "To", "Subject", "Message-ID", "In-Reply-To", "Content-Type", "Content-Disposition", "X"]
)
PIECES = st.sampled_from(
    [b"a@b.c", b"=?utf-8?b?", b"?=", b"\xff", b"\x00", b'"', b";", b"=", b"<", b">", b"charset*0*=", b"multipart/mixed"]
)


@given(st.lists(st.tuples(NAMES, st.lists(PIECES, max_size=6)), max_size=6), st.binary(max_size=60))
def test_no_headers_break_the_reading(headers, body):
    raw = b"".join(name.encode() + b": " + b" ".join(pieces) + b"\n" for name, pieces in headers) + b"\n" + body
    read = parsing.parse(raw)
    assert "\x00" not in read.text + read.subject + read.sender_email + read.mail_id


@pytest.mark.parametrize("name", ["O" * 190, "O" * 300, "佐" * 250])
def test_a_participant_with_an_endless_name_joins_all_the_same(ticket, name):
    actions.add_participant(ticket=ticket, name="Olga", email="olga@example.com")
    raw = mail(sender=f"{name} <olga@example.com>", In_Reply_To=ticket.emails.get().mail_id)
    assert receive(raw).outcome == "joined"
    assert ticket.messages.get(channel="email").author_name == "olga@example.com"


def test_a_name_that_fits_stands_with_its_address():
    label = parsing.parse(mail(sender=f"{'O' * 100} <olga@example.com>")).sender_label
    assert label == f"{'O' * 100} <olga@example.com>"


@pytest.mark.django_db
def test_an_endless_name_is_no_obstacle_to_joining_by_hand(agent):
    receive(mail(sender=f"{'E' * 300} <eve@example.com>"))
    kept, ticket = IncomingEmail.objects.get(), open_ticket()
    actions.join_email(incoming=kept, ticket=ticket, author=agent.user)
    assert Message.objects.get(channel="email").author_name == "eve@example.com"


@pytest.mark.parametrize("letter", ["a", "é", "佐"])
def test_a_message_id_as_long_as_a_header_counts_once(ticket, letter):
    raw = mail(mail_id="", to=ticket.emails.get().reply_to).replace(
        b"Subject:", f"Message-ID: <{letter * 3000}@x>\nSubject:".encode()
    )
    assert [receive(raw).outcome for _time in range(2)] == ["joined", "joined"]
    assert Message.objects.filter(channel="email").count() == 1


@pytest.mark.django_db
def test_a_mail_with_a_thousand_recipients_finds_its_ticket():
    address = open_ticket().emails.get().reply_to
    crowd = ", ".join(f"p{number}@example.com" for number in range(1000))
    assert receive(mail(to=f"{crowd}, {address}")).reason == "reply_address"
