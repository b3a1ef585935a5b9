"""Mails broken in ways that nobody thought of: none stops the reader, and what is in it is shown or kept as a file."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.mail_mutations import mutated
from tests.tickets.reading.test_automatic import COMPLAINT, IN_WORDS
from tests.tickets.reading.test_parts import EVENT, FORWARDED, PNG, html, made, plain
from tests.tickets.reading.test_quoting import APPLE, GMAIL, OUTLOOK, blocks
from tickets.mail import originals, parsing
from tickets.mail.attached import files_of
from tickets.mail.opening import opened
from tickets.redaction.raw_mail import without_file

QUOTED = "\n\n".join([*GMAIL.values(), *APPLE.values(), blocks(OUTLOOK["ja"])])
JAPANESE = "Content-Type: text/plain; charset={}\n\n"
MAILS = [
    made(plain(f"It works.\n\n{QUOTED}\n> again"), html('<p>It <b>works</b></p><img src="cid:a">'), kind="alternative"),
    made(plain("See."), PNG, FORWARDED, EVENT.format(method="REQUEST", more=""), html("<table><tr><td>1<td>2")),
    made(made(plain("deep"), kind="related").decode(), "Content-Type: application/ms-tnef\n\n\x78\x9f\x3e\x22\0\0"),
    b"Subject: =?iso-2022-jp?B?GyRCLSFAQTVhPXEtahsoQg==?=\nFrom: a@b.c\n"
    + JAPANESE.format("iso-2022-jp").encode()
    + "書き出しに失敗しました".encode("iso2022_jp"),
    b"From: a@b.c\n" + JAPANESE.format("shift_jis").encode() + "①髙橋と㈱山田".encode("cp932"),
    b"From: a@b.c\nContent-Type: text/plain; format=flowed; delsp=yes\n"
    b"Content-Transfer-Encoding: base64\n\nSGVsbG8gIApXb3JsZA==",
    "From: Jürgen <a@b.c>\nContent-Disposition: attachment; filename*=utf-8''%E8%AB%8B.pdf\n\nx".encode(),
    COMPLAINT,
    IN_WORDS.format(why="550").encode(),
]


def words(mail):
    return [mail.text, mail.quoted, mail.subject, mail.sender_name, *(file["name"] for file in mail.attachments)]


@pytest.mark.parametrize("raw", MAILS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False))
def test_no_broken_copy_stops_the_reader(raw, chance):
    broken = mutated(raw, chance)
    mail = parsing.parse(broken)
    for said in words(mail):
        assert said.encode().decode() == said
        assert "\0" not in said
    assert [file.name for file in files_of(opened(broken))] == [file["name"] for file in mail.attachments]
    assert isinstance(originals.without_secrets(broken), bytes)
    assert isinstance(mail.returns_on is None, bool)


@pytest.mark.parametrize("raw", [MAILS[3], MAILS[4], MAILS[8]])
def test_words_that_stand_there_in_clear_are_shown(raw):
    for number in range(150):
        whole = mutated(raw, Random(number)) + b"\n\nA sentence that nobody may lose.\n"
        mail = parsing.parse(whole)
        files = b"".join(file.content for file in files_of(opened(whole)))
        # Base64 holds no words, and markup and parts may swallow some; what is left is text.
        if not any(mark in whole for mark in (b"base64", b"boundary", b"text/html")):
            assert b"A sentence that nobody may lose." in "\n".join(words(mail)).encode() + files


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_file_is_taken_out_of_any_broken_copy(place):
    for number in range(100):
        assert b"redacted" in without_file(mutated(MAILS[1], Random(number)), place)
