"""Mail is stored without its secrets: what is shown, what is searched, and the raw mail; staff and sender are told."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.conf import settings
from django.utils import timezone

from tests import cast
from tests.tickets.conftest import mail, open_ticket, receive
from tickets import actions
from tickets.mail import originals, threading
from tickets.models import IncomingEmail, Message, OriginalMail, OutgoingEmail, Ticket

pytestmark = pytest.mark.django_db
KEY = "sk-ant-api03-Abcdefghijklmnop1234"
HIDDEN = "[API key sk-ant-••••1234]"


def answer(ticket: Ticket, **more: str) -> IncomingEmail:
    """The requester's answer to the receipt."""
    keys = {"key": settings.SECRET_KEY, "support_address": settings.SUPPORT_ADDRESS}
    to = threading.reply_address(ticket.reference, ticket.requester_email, **keys)
    return receive(mail(sender=ticket.requester_email, to=to, **more))


def raw_of(row: IncomingEmail) -> bytes:
    return bytes(OriginalMail.objects.get(pk=row.pk).content)


def test_a_mail_joins_without_its_secrets(ticket: Ticket) -> None:
    quote = "\n\nOn Mon, 2 Nov 2026, Support wrote:\n> password: hunter2\n"
    row = answer(ticket, subject=f"Re: {KEY}", text=f"It is {KEY}{quote}")
    assert (row.outcome, row.subject, row.text) == ("joined", f"Re: {HIDDEN}", f"It is {HIDDEN}")
    assert (row.message.body, row.message.masked) == (f"It is {HIDDEN}", ["api_key"])
    assert "hunter2" not in f"{row.quoted} {row.message.quoted}"
    read = message_from_bytes(raw_of(row), policy=policy.default)
    assert (str(read["Subject"]), HIDDEN in read.get_content()) == (f"Re: {HIDDEN}", True)
    assert KEY.encode() not in raw_of(row)


def test_a_mail_without_secrets_is_kept_byte_for_byte(ticket: Ticket) -> None:
    raw = mail(text="My password doesn't work")
    assert originals.without_secrets(raw) is raw
    assert raw_of(receive(raw)) == raw


def test_the_same_mail_comes_twice_and_is_one(ticket: Ticket) -> None:
    raw = mail(text=f"Key {KEY}")
    assert receive(raw).pk == receive(raw).pk


def test_html_encoded_and_split_by_tags_is_hidden_and_files_stay() -> None:
    made = EmailMessage()
    made["Subject"] = "Hello"
    made.set_content(f"Plain {KEY}", cte="base64")
    made.add_alternative("<p>Markup sk-ant-<b>api03</b>-Abcdefghijklmnop1234</p>", subtype="html")
    made.add_attachment(KEY.encode(), maintype="text", subtype="plain", filename="key.txt")
    kept = message_from_bytes(originals.without_secrets(made.as_bytes()), policy=policy.default)
    plain, html, file = [part for part in kept.walk() if not part.is_multipart()]
    assert plain.get_content().strip() == f"Plain {HIDDEN}"
    assert (html.get_content_type(), html.get_content().strip()) == ("text/plain", f"Markup {HIDDEN}")
    assert file.get_content().strip() == KEY


def test_a_mail_that_nobody_can_read_shows_no_secret(agent: cast.Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tickets.mail.parsing.parse", lambda raw: 1 / 0)
    row = receive(mail(text=f"Key {KEY}"))
    assert row.outcome == "unreadable"
    page = agent.get(f"/admin/tickets/incomingemail/{row.pk}/change/").content.decode()
    assert HIDDEN in page
    assert KEY not in page


def test_staff_see_that_something_was_hidden_and_the_search_knows_only_the_mark(agent: cast.Browser) -> None:
    ticket = open_ticket(body=f"Broken {KEY}")
    page = agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    assert "Hidden before storing: API key" in page
    assert KEY not in page


def test_receipt_and_reply_tell_the_sender_once(ticket: Ticket, aki: cast.User) -> None:
    receipt = open_ticket(body=f"Broken {KEY}", locale="ja").emails.get()
    assert KEY not in f"{receipt.body} {receipt.body_html}"
    assert receipt.body.count("API") >= 2
    assert receipt.body_html.count("API") >= 2
    answer(ticket, text="The password is: swordfish")
    first, second = (
        actions.reply(ticket=Ticket.objects.get(pk=ticket.pk), author=aki, body="Hi", now=timezone.now())
        for _each in range(2)
    )
    told = [OutgoingEmail.objects.get(message=each).body.count("We hid a password") for each in (first, second)]
    assert told == [1, 0]
    assert "swordfish" not in Message.objects.get(channel="email").body


def test_a_stranger_who_was_named_is_told_nothing_of_it() -> None:
    receipt = open_ticket(body=f"Broken {KEY}", identity={}).emails.get()
    assert "We hid" not in receipt.body


def test_a_mail_that_cannot_be_put_together_again_is_hidden_where_it_stands_in_clear(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tickets.mail.originals._hide_in_part", lambda part: 1 / 0)
    raw = mail(text=f"Key {KEY}").replace(b"\n\n", b"\nX-Odd: \xff\n\n", 1)
    assert originals.without_secrets(raw) == raw.replace(KEY.encode(), HIDDEN.encode())
