"""Mails as gateways and hasty programs break them: nothing behind the break is lost."""

import base64

import pytest

from tickets.mail import parsing

TEXT = "Größe: 12 – 請求書"


def read(*lines, text="The text.", line_end="\n"):
    return parsing.parse(line_end.join([*lines, "", text, ""]).encode())


def test_a_line_that_is_no_header_loses_none_below_it():
    mail = read("From: jane@c.example", "this is no header line", "Subject: After it")
    assert (mail.sender_email, mail.subject, mail.text) == ("jane@c.example", "After it", "The text.")


def test_a_line_that_is_no_header_may_be_the_first():
    mail = read("by localhost with SMTP", "From: jane@c.example", "Subject: After it")
    assert (mail.sender_email, mail.subject) == ("jane@c.example", "After it")


def test_words_below_the_last_header_are_the_text():
    mail = parsing.parse(b"From: jane@c.example\nHello there\nmy question: none\n\nBye")
    assert (mail.sender_email, mail.text) == ("jane@c.example", "Hello there\nmy question: none\n\nBye")


@pytest.mark.parametrize("before", ["\ufeff", "\n\n", "\r\n", "From jane@c.example Mon Jun  2 10:00:00 2025\n"])
def test_what_stands_before_the_headers_hides_none(before):
    assert parsing.parse(f"{before}From: jane@c.example\nSubject: First\n\nx".encode()).subject == "First"


def test_doubled_line_ends_are_single_ones():
    mail = read("From: jane@c.example", "Subject: S", line_end="\r\r\n")
    assert (mail.sender_email, mail.subject, mail.text) == ("jane@c.example", "S", "The text.")


@pytest.mark.parametrize(
    ("declared", "used"),
    [
        ('; boundary="simple\n boundary"', "simple boundary"),
        ("", "x"),
        ("; boundary=aaa", "bbb"),
        ('; boundary=""', "b"),
    ],
)
def test_parts_are_found_by_what_stands_between_them(declared, used):
    body = f"--{used}\nContent-Type: text/plain; charset=utf-8\n\n{TEXT}\n--{used}--"
    assert read(f"Content-Type: multipart/mixed{declared}", text=body).text == TEXT


def test_parts_that_nobody_finds_are_text():
    assert read("Content-Type: multipart/mixed", text="Just words.").text == "Just words."


ENCODED = base64.b64encode(TEXT.encode()).decode()


@pytest.mark.parametrize(
    "payload",
    [ENCODED + "A", ENCODED.rstrip("="), ENCODED[:8] + "\n!" + ENCODED[8:], ENCODED + "\n\n-- \nList footer in clear"],
    ids=["a letter more", "no padding", "a foreign sign", "a footer"],
)
def test_base64_that_isnt_clean_is_read(payload):
    mail = read("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", text=payload)
    assert mail.text[:8] == TEXT[:8]


@pytest.mark.parametrize("coding", ["quoted-printable  ", "Quoted-Printable; x=y", "QUOTED-PRINTABLE"])
def test_a_coding_written_sloppily_is_that_coding(coding):
    mail = read(
        "Content-Type: text/plain; charset=utf-8", f"Content-Transfer-Encoding: {coding}", text="Gr=C3=B6=C3=9Fe"
    )
    assert mail.text == "Größe"


def test_an_unknown_coding_is_none():
    assert read("Content-Transfer-Encoding: x-whatever", text="Plain though.").text == "Plain though."


def test_zeros_are_left_out():
    assert read("Subject: a\0b", text="c\0d").text == "cd"


@pytest.mark.parametrize("delsp", ["yes", "no"])
def test_flowed_lines_are_one_again(delsp):
    content_type = f"Content-Type: text/plain; charset=utf-8; format=flowed; delsp={delsp}"
    mail = read(content_type, text="これは長い \n文章です。\n>> quoted \n>> line\n> less\n -- is stuffed\n-- \nJane")
    gap = "" if delsp == "yes" else " "
    assert mail.text.split("\n")[0] == f"これは長い{gap}文章です。"
    assert f">> quoted{gap}line\n> less\n-- is stuffed" in mail.text


def test_a_sender_may_be_named_in_brackets():
    mail = read("From: jane@c.example (Jane Doe)")
    assert (mail.sender_name, mail.sender_email) == ("Jane Doe", "jane@c.example")


def test_an_answer_is_found_without_angles_and_in_capitals():
    mail = read("In-Reply-To: HC-ABCD-EFGH.1.0123456789ABCDEF0123@HELP.EXAMPLE", "References: a@x.example b@x.example")
    ours = "<hc-abcd-efgh.1.0123456789abcdef0123@help.example>"
    assert mail.thread_ids == [ours, "<b@x.example>", "<a@x.example>"]


@pytest.mark.parametrize("end", ["\x0b", "\x0c", "\x1e"])
def test_a_mail_in_a_mail_is_a_file_though_two_of_its_headers_are_one_line(end):
    inner = f"Message-ID: <one@x.example>{end}Subject: x\n\nThe words of it."
    raw = f"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n".encode()
    assert len(parsing.parse(raw).attachments) == 1
    assert b"The words of it." in parsing.attachment(raw, 0)[1]
