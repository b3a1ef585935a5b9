"""Names, subjects and addresses that strangers chose, in the headers of the mail that we send."""

import pytest

from tests.tickets.conftest import open_ticket
from tickets.mail import emails

pytestmark = pytest.mark.django_db

NAMES = [
    "Eve\r\nBcc: all@example.com",
    "Eve\nSubject: other",
    'Eve" <all@example.com>, "x',
    "Eve <all@example.com>",
    "=?utf-8?q?=0D=0ABcc:_all@example.com?=",
    "\u202eEve",
    "\u2028Bcc: all@example.com",
    "山田 花子 👩‍👧",
    "\x07\x1b[31mEve",
    "x" * 200,
    ", ; : @",
]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_adds_a_header_or_another_recipient(name):
    mail = emails.as_mail(open_ticket(requester_name=name).emails.get())
    message = mail.message()
    raw = message.as_bytes()
    assert message.get_all("Bcc") is None
    assert len(message.get_all("Subject")) == len(message.get_all("To")) == 1
    assert len(mail.recipients()) == 1
    assert b"\nBcc:" not in raw
    assert "hanako@example.com" in message["To"]


@pytest.mark.parametrize("subject", [*NAMES[:2], NAMES[4], "字" * 250, "Re: [HC-AAAA-BBBB-CCCC] mine"])
def test_no_subject_does_either(subject):
    message = emails.as_mail(open_ticket(subject=subject).emails.get()).message()
    assert message.get_all("Bcc") is None
    assert len(message.get_all("Subject")) == 1
    assert b"\nBcc:" not in message.as_bytes()


@pytest.mark.parametrize("body", ["\x07\x1b", "a\x0bb", "\u202e", "👩‍👧" * 500, "From here\n.\nQUIT\n", "x" * 5000])
def test_no_text_breaks_the_mail(body):
    raw = emails.as_mail(open_ticket(body=f"Words {body}").emails.get()).message().as_bytes()
    assert all(len(line) <= 998 for line in raw.splitlines())


def test_an_address_in_another_script_gets_its_mail():
    mail = emails.as_mail(open_ticket(requester_email="me@例え.jp").emails.get())
    assert mail.message()["To"]
