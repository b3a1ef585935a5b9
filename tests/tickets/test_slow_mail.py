"""Mail made to keep a reader busy: each is read in a moment, whatever of it is left out."""

import time

import pytest

from tickets.mail import parsing, threading

HEAD = b"From: a@example.com\nTo: b@example.com\n"
REPORT = b"Content-Type: multipart/report; boundary=b\n\n--b\n"
NESTED = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level) for level in range(300))
ATTACKS = {
    "references": b"References: <" + b"a@" * 50_000 + b"\n\nx",
    "returned headers": REPORT + b"Content-Type: text/rfc822-headers\n\nMessage-ID: <" + b"a@" * 50_000 + b"\n--b--\n",
    "parameters": b"Content-Type: multipart/mixed; " + b";" * 300_000 + b"\n\nx",
    "encoded words": b"Subject: " + b"=?utf-8?q?" * 20_000 + b"\n\nx",
    "groups": b"Cc: " + b"a:" * 20_000 + b"\n\nx",
    "comments": b"Cc: " + b"(" * 20_000 + b"\n\nx",
    "headers": b"X: y\n" * 50_000 + b"\nx",
    "endless headers": b"a:\n" * 4_000_000 + b"\nx",
    "levels and lines": NESTED + b"\nx\n" * 200_000,
    "parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 20_000,
    "mails in mails": b"Content-Type: message/rfc822\n\n" * 900,
    "markup": b"Content-Type: text/html\n\n" + b"<p>x" * 250_000,
    "reports": REPORT + b"Content-Type: message/delivery-status\n\n" + b"Action: failed\n\n" * 20_000 + b"--b--\n",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_a_mail_made_to_be_slow_is_not(attack):
    started = time.process_time()
    assert parsing.parse(HEAD + attack).sender_email == "a@example.com"
    assert time.process_time() - started < 4


def test_beyond_so_many_headers_the_text_is_still_read():
    raw = HEAD + b"X: y\n" * 200_000 + b"Subject: unread\r\n\r\nHello\n"
    mail = parsing.parse(raw)
    assert (mail.sender_email, mail.subject, mail.text) == ("a@example.com", "", "Hello")


def test_of_endless_references_the_nearest_are_read():
    header = " ".join(f"<{number}@x>" for number in range(5_000))
    ids = parsing.parse(HEAD + f"References: {header}\n\nx".encode()).thread_ids
    assert (len(ids), ids[0]) == (40, "<4999@x>")


def test_a_message_id_is_no_longer_than_an_index_holds():
    assert threading.parse_message_ids(f"<{'佐' * 3000}@x> <{'a' * 250}@x>") == [f"<{'a' * 250}@x>"]


def test_what_a_file_says_of_itself_is_what_a_database_holds():
    raw = HEAD + b'Content-Disposition: attachment; filename="a\x00.txt"\nContent-Type: text/pl\x00ain\n\nx'
    assert parsing.parse(raw).attachments == [{"name": "a.txt", "type": "text/plain", "size": 1}]


def test_a_file_name_of_half_a_character_is_read():
    raw = HEAD + b"Content-Disposition: attachment; filename*=utf-7''%2B2AA-\n\nx"
    # UTF-7 is believed in no header, so the letters stand as they came.
    assert parsing.parse(raw).attachments[0]["name"] == "+2AA-"
