"""Reports of mail that couldn't be delivered, as mail servers write them."""

from email import message_from_bytes

import pytest

from tests.tickets.conftest import report
from tickets.mail import reports


def read(raw):
    return reports.read(message_from_bytes(raw))


def test_a_failure_names_the_recipient_and_the_mail():
    found = read(report("<one@help.localhost>", "Hanako@Example.com"))
    assert (set(found.failed), found.mail_ids) == ({"hanako@example.com"}, ["<one@help.localhost>"])


def test_the_mail_may_come_back_whole():
    whole = report("<one@help.localhost>", "a@x.example").replace(b"text/rfc822-headers", b"message/rfc822")
    assert read(whole).mail_ids == ["<one@help.localhost>"]


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", ""])
def test_whatever_else_a_report_says_nobody_failed(action):
    assert read(report("<one@help.localhost>", "a@x.example", action=action)).failed == []


def test_words_that_look_like_a_report_are_none():
    plain = report("<one@help.localhost>", "a@x.example").replace(b"multipart/report", b"multipart/mixed")
    assert read(plain) is None
