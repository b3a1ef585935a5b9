"""Mails that are large, or made to keep the reader busy, take seconds at most and are cut with a mark."""

import base64
import time

import pytest

from tests.tickets.reading.test_parts import FORWARDED, PNG, made, plain
from tickets.mail import parsing

MANY = {
    "a large file": made(plain("See."), PNG.replace("iVBORw0KGgo=", base64.encodebytes(b"x" * 12_000_000).decode())),
    "a large text": b"From: a@b.c\n\n" + b"A line with some words in it\n" * 400_000,
    "broken base64": b"From: a@b.c\nContent-Transfer-Encoding: base64\n\n" + b"QUJD!\n" * 300_000,
    "forwarded mails": made(*[FORWARDED] * 900),
    "files without names": made(*[PNG] * 900),
    "delimiters": b"From: a@b.c\nContent-Type: multipart/mixed\n\n" + b"--x y\n" * 300_000,
    "encoded words": b"From: a@b.c\nSubject: " + b"=?utf-8?b?5Q==?= " * 2_000 + b"\n\nx",
    "an invitation": made("Content-Type: text/calendar\n\nBEGIN:VEVENT\n" + 'A;B="' * 200_000),
    "unknown letters": b"From: a@b.c\n\n" + bytes(range(128, 256)) * 40_000,
    "broken headers": b"From: a@b.c\n" + b"no header\n" * 40_000 + b"Subject: x\n\nx",
}


@pytest.mark.parametrize("raw", MANY.values(), ids=MANY.keys())
def test_a_large_mail_is_read_in_seconds(raw):
    started = time.process_time()
    mail = parsing.parse(raw)
    assert time.process_time() - started < 6
    assert len(mail.text) + len(mail.quoted) < 410_000
    assert len(mail.attachments) <= 200
    assert mail.sender_email == "a@b.c"
