"""What a mail is made of: texts in order, files with and without names, mails inside it, invitations."""

import base64
import struct

import pytest

from tickets.mail import attached, parsing
from tickets.mail.opening import opened
from tickets.redaction.raw_mail import without_file

PNG = "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo="
FORWARDED = "Content-Type: message/rfc822\n\nFrom: other@x.example\nSubject: inner subject\n\nInner text."
EVENT = (
    "Content-Type: text/calendar; method={method}; charset=utf-8\n\nBEGIN:VCALENDAR\nMETHOD:{method}\n"
    "BEGIN:VTIMEZONE\nTZID:Europe/Berlin\nBEGIN:STANDARD\nDTSTART:19701025T030000\nEND:STANDARD\nEND:VTIMEZONE\n"
    "BEGIN:VEVENT\nSUMMARY:Ticket\\, weekly\n  review\nDTSTART;TZID=Europe/Berlin:20261201T100000\n"
    "DTEND;TZID=Europe/Berlin:20261201T110000\nLOCATION:Room 5\n{more}BEGIN:VALARM\nSUMMARY:no\nEND:VALARM\n"
    "END:VEVENT\nEND:VCALENDAR"
)


def made(*parts, kind="mixed"):
    body = "".join(f"--b\n{part}\n" for part in parts)
    return f"From: a@b.c\nContent-Type: multipart/{kind}; boundary=b\n\n{body}--b--\n".encode()


def plain(text):
    return f"Content-Type: text/plain; charset=utf-8\n\n{text}"


def html(text):
    return f"Content-Type: text/html; charset=utf-8\n\n{text}"


def read(*parts, kind="mixed"):
    return parsing.parse(made(*parts, kind=kind))


def names(mail):
    return [file["name"] for file in mail.attachments]


def test_texts_of_both_kinds_are_shown_in_order():
    assert (
        read(html("<p>My question.</p>"), plain("Checked for viruses.")).text == "My question.\n\nChecked for viruses."
    )
    assert read(plain("First."), html("<p>Second.</p>")).text == "First.\n\nSecond."


def test_of_alternatives_the_plain_one_is_shown_unless_it_says_nothing():
    page = html("<p>The whole message, with all that there is to say of it.</p>")
    assert read(plain("The whole message, with all"), page, kind="alternative").text == "The whole message, with all"
    for stub in (" \n", "Needs HTML."):
        assert read(plain(stub), page, kind="alternative").text.startswith("The whole message")


def test_a_picture_stands_in_its_place():
    named = PNG.replace("image/png", "image/png; name=a.png")
    assert read(html("<p>Before</p>"), named, html("<p>After</p>")).text == "Before\n\n[a.png]\n\nAfter"
    inline = named.replace("\n", "\nContent-ID: <one@x>\n", 1)
    assert read(html('<p>See <img src="cid:one@x"> here'), inline, kind="related").text == "See [a.png] here"


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (PNG, "image.png"),
        ("Content-Type: text/csv\n\na,b", "table.csv"),
        (FORWARDED, "inner subject.eml"),
        ("Content-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\nx", "encrypted.asc"),
        ("Content-Type: application/zip\n\nPK", "file.zip"),
    ],
)
def test_a_file_without_a_name_gets_one(part, name):
    assert names(read(plain("See it."), part)) == [name]


def test_a_picture_alone_is_a_file():
    mail = parsing.parse(f"From: a@b.c\n{PNG}".encode())
    assert (mail.text, names(mail)) == ("", ["image.png"])


def test_files_with_names_keep_the_places_that_they_had():
    raw = made(PNG, PNG.replace("image/png", "image/png; name=a.png"), FORWARDED)
    assert [file.name for file in attached.files_of(opened(raw))] == ["a.png", "image.png", "inner subject.eml"]
    assert parsing.attachment(raw, 1) == ("image.png", b"\x89PNG\r\n\x1a\n")


@pytest.mark.parametrize("outer", [plain("Please look."), html("<p>Please look.</p>")])
def test_a_forwarded_mail_is_a_file_and_nobodys_own_words(outer):
    raw = made(outer, FORWARDED.replace("Subject", "Message-ID: <inner@x>\nSubject"))
    mail = parsing.parse(raw)
    assert (mail.text, mail.thread_ids) == ("Please look.", [])
    assert mail.quoted == "From: other@x.example\nSubject: inner subject\n\nInner text."
    assert parsing.attachment(raw, 0)[1].endswith(b"Subject: inner subject\n\nInner text.")


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_a_file_that_is_taken_out_leaves_the_others_at_their_places(place):
    inside = PNG.replace("image/png", "image/png; name=inside.png").replace("From", "X")
    nested = FORWARDED.replace("\nFrom", "\nContent-Type: multipart/mixed; boundary=c\nFrom").replace(
        "Inner text.", f"--c\n{inside}\n--c--"
    )
    raw = made(PNG, nested, PNG.replace("image/png", "image/png; name=last.png"))
    before = [file.name for file in attached.files_of(opened(raw))]
    after = [file.name for file in attached.files_of(opened(without_file(raw, place)))]
    assert before == ["inside.png", "last.png", "image.png", "inner subject.eml"]
    kept = {0, 1, 2, 3} - {place} - ({0} if place == 3 else set())
    assert [after[at] for at in kept] == [before[at] for at in kept]
    assert after[place] == "redacted.txt"


def test_an_invitation_says_what_when_and_where():
    mail = read(plain("Meeting?"), EVENT.format(method="REQUEST", more=""), kind="alternative")
    assert (mail.text, names(mail)) == ("Meeting?", ["invitation.ics"])
    assert mail.remarks[0].values == {
        "method": "REQUEST",
        "summary": "Ticket, weekly review",
        "when": "2026-12-01 10:00 – 11:00 (Europe/Berlin)",
        "place": "Room 5",
        "answer": "",
    }


def test_an_answer_to_an_invitation_says_which():
    mail = read(EVENT.format(method="REPLY", more="ATTENDEE;PARTSTAT=DECLINED:mailto:a@b.c\n"))
    assert mail.remarks[0].values["answer"] == "DECLINED"
    assert read("Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nEND:VCALENDAR").remarks == []


@pytest.mark.parametrize(
    ("raw", "kind", "name"),
    [
        (made("Content-Type: application/pgp-encrypted\n\nVersion: 1", PNG, kind="encrypted"), "pgp", "image.png"),
        (b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMII", "smime", "smime.p7m"),
        (b"Content-Type: application/x-pkcs7-mime; smime-type=signed-data\n\nMII", "smime_signed", "smime.p7m"),
    ],
)
def test_what_is_encrypted_is_said_to_be(raw, kind, name):
    mail = parsing.parse(raw)
    assert ([remark.kind for remark in mail.remarks], names(mail)) == ([kind], [name])


def test_words_in_armour_are_encrypted_too():
    assert [remark.kind for remark in parsing.parse(b"\n-----BEGIN PGP MESSAGE-----\nx").remarks] == ["pgp"]


def tnef(*objects):
    """A winmail.dat of these: level, attribute, bytes."""
    packed = [struct.pack("<BII", level, name, len(data)) + data + b"\0\0" for level, name, data in objects]
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(packed)


def test_what_outlook_packed_is_unpacked():
    content = tnef(
        (1, 0x0002800C, b"The text.\0"),
        (2, 0x00069002, b"\0" * 14),
        (2, 0x00018010, b"bill.txt\0"),
        (2, 0x0006800F, b"12 EUR"),
    )
    part = "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
    raw = made(part + base64.b64encode(content).decode())
    mail = parsing.parse(raw)
    assert (mail.text, names(mail)) == ("The text.", ["winmail.dat", "bill.txt"])
    assert parsing.attachment(raw, 1) == ("bill.txt", b"12 EUR")


def test_a_broken_winmail_is_a_file():
    assert names(read('Content-Type: application/ms-tnef; name=winmail.dat\n\n\x78\x9f>"')) == ["winmail.dat"]


def test_a_link_says_where_it_leads():
    page = '<a href="https://s.example/42">this page</a> <a href="https://s.example">s.example</a> <a href="#x">up</a>'
    assert read(html(page)).text == "this page <https://s.example/42> s.example up"


def test_html_tells_its_charset_itself():
    raw = b'Content-Type: text/html\n\n<meta charset="windows-1251"><p>' + "Привет".encode("cp1251")
    assert parsing.parse(raw).text == "Привет"


@pytest.mark.parametrize("blank", [" ", "\t", "  \t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_indented_empty_line_ends_the_headers(blank, end):
    """Some programs put a blank into it: what is behind it was read as more headers, and wasn't shown."""
    lines = [
        "From: a@b.c",
        "Content-Type: multipart/mixed; boundary=b",
        "Subject:",
        blank,
        "--b",
        "",
        "Hello.",
        "",
        "--b--",
    ]
    mail = parsing.parse(end.join(lines).encode())
    assert (mail.subject, mail.text) == ("", "Hello.")
    own = parsing.parse(end.join(["From: a@b.c", blank, "Hello,", "Date: tomorrow", "", "please."]).encode())
    assert own.text == "Hello,\nDate: tomorrow\n\nplease."


def test_an_indented_empty_line_between_headers_ends_nothing():
    mail = parsing.parse(b"From: a@b.c\nSubject: one\n \nDate: Fri, 27 Nov 2026 10:00:00 +0000\n\nHello.")
    assert (mail.subject.strip(), mail.text) == ("one", "Hello.")
    assert mail.headers["date"].startswith("Fri")
