"""A raw mail as a value."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tickets.conftest import mail
from tickets.mail import parsing


def with_files():
    message = EmailMessage()
    message["From"], message["Message-ID"] = "a@example.com", "<f@x>"
    message.set_content("See the files.")
    message.add_attachment(b"PNG!", maintype="image", subtype="png", filename="画面 ショット.png")
    message.add_attachment("log", filename="../../etc/passwd")
    return message.as_bytes()


def test_who_to_and_what_is_read():
    read = parsing.parse(mail(sender='"Yamada, H." <HANAKO@Example.com>', to="a@x.example, B <b@x.example>"))
    assert (read.sender_name, read.sender_email) == ("Yamada, H.", "hanako@example.com")
    assert read.recipients == ["a@x.example", "b@x.example"]
    assert (read.mail_id, read.subject, read.text) == ("<one@mail.example>", "Re: the button", "It works now.")


def test_the_address_of_delivery_comes_before_the_one_of_display():
    read = parsing.parse(mail(Delivered_To="support+x@help.localhost"))
    assert read.recipients == ["support+x@help.localhost", "support@help.localhost"]


def test_what_it_answers_is_nearest_first():
    read = parsing.parse(mail(In_Reply_To="<c@x>", References="<a@x> <b@x> <c@x>"))
    assert read.thread_ids == ["<c@x>", "<b@x>", "<a@x>"]


def test_japanese_headers_are_read():
    raw = b"From: =?ISO-2022-JP?B?GyRCOzNFRBsoQg==?= <y@example.com>\nSubject: =?utf-8?b?6Kej57SE?=\n\nx"
    read = parsing.parse(raw)
    assert (read.sender_name, read.subject) == ("山田", "解約")


def test_letters_that_stand_bare_in_a_header_are_those_letters():
    raw = "From: 山田 <y@example.com>\nSubject: 解約=?utf-8?b?5pyf6ZmQ?= \\ü\n\nx"
    read = parsing.parse(raw.encode())
    assert (read.sender_name, read.sender_email) == ("山田", "y@example.com")
    assert read.subject == "解約期限 \\ü"


@pytest.mark.parametrize(
    "senders",
    ["", "From: a@x.example, b@x.example\n", "From: a@x.example\nFrom: b@x.example\n", "From: undisclosed\n"],
)
def test_a_mail_without_exactly_one_sender_has_none(senders):
    assert parsing.parse(f"{senders}Subject: x\n\ntext".encode()).sender_email == ""


def test_files_are_named_and_measured():
    assert parsing.parse(with_files()).attachments == [
        {"name": "画面 ショット.png", "type": "image/png", "size": 4},
        {"name": ".._.._etc_passwd", "type": "text/plain", "size": 4},
    ]


def test_a_file_is_given_by_its_place():
    assert parsing.attachment(with_files(), 0) == ("画面 ショット.png", b"PNG!")
    assert parsing.attachment(with_files(), 2) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"Content-Type: multipart/mixed; boundary=b\n\nno parts",
        b"Content-Type: text/plain; charset==?x?=\n\n\xff",
        b"From: =?utf-8?b?!!!?= <a@b.example>\nContent-Transfer-Encoding: base64\n\n%%%",
        b"Subject: =?iso-2022-jp?B?GyRC\n\nx",
    ],
)
def test_a_broken_mail_is_read_as_far_as_it_goes(raw):
    assert "\x00" not in parsing.parse(raw).text


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading(raw):
    assert isinstance(parsing.parse(raw), parsing.IncomingMail)
