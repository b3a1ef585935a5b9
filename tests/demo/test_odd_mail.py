"""The mailbox before files that are no mail of ours: it shows what it can, and an answer to it is still a mail."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from demo.mailbox import find_letter, letters, quoted, reply_to
from tests.demo.conftest import ProductBrowser

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
ODD = {
    "empty": b"",
    "no-headers": b"\n\njust words",
    "charset": b"To: a@example.com\nContent-Type: text/plain; charset=nope\n\nhi there",
    "addresses": b'To: "unclosed <a@b\nFrom: (((\n\nhi',
    "date": b"To: a@example.com\nDate: the day after\n\nhi",
    "html": b"To: a@example.com\nContent-Type: text/html\n\n<p>hi</p>",
    "binary": bytes(range(256)),
    "parts": b"Content-Type: multipart/mixed; boundary=b\n\nno parts",
    "encoded": b"Subject: =?nope?q?x?=\nTo: a@example.com\n\nhi",
}


@pytest.fixture
def help_center(settings):
    settings.MAIL_DIR.mkdir()
    for name, raw in ODD.items():
        (settings.MAIL_DIR / f"{name}.eml").write_bytes(raw)
    return ProductBrowser("help.localhost")


def test_the_mailbox_lists_them_all(help_center):
    page = help_center.get("/demo/mail/")
    assert page.status_code == 200
    assert [f"/demo/mail/{name}/" for name in ODD if f"/demo/mail/{name}/" not in page.content.decode()] == []


@pytest.mark.parametrize("name", ODD)
def test_each_of_them_opens(help_center, name):
    assert help_center.get(f"/demo/mail/{name}/").status_code == 200


@pytest.mark.parametrize("name", ODD)
def test_an_answer_to_each_of_them_is_a_mail(help_center, settings, name):
    answer = reply_to(find_letter(settings.MAIL_DIR, name), "Thank you", now=NOW)
    read = message_from_bytes(answer.as_bytes(), policy=policy.default)
    assert read.get_body(("plain",)).get_content().startswith("Thank you")
    assert read["Message-ID"].startswith("<")


def test_a_text_in_a_charset_that_nobody_knows_is_shown_as_it_stands(help_center):
    assert "hi there" in help_center.get("/demo/mail/charset/").content.decode()


def test_a_mail_without_a_plain_part_has_no_text(help_center, settings):
    assert find_letter(settings.MAIL_DIR, "html").text == ""


def test_a_mail_without_a_date_is_quoted_without_saying_when(help_center, settings):
    letter = find_letter(settings.MAIL_DIR, "date")
    assert letter.sent_at is None
    assert quoted(letter) == "\n> hi"


def test_a_letter_without_a_recipient_belongs_to_nobody(help_center, settings):
    assert find_letter(settings.MAIL_DIR, "empty").recipient == ""


def test_what_is_no_letter_is_no_mail(db, help_center, settings):
    (settings.MAIL_DIR / "half.part").write_bytes(b"To: a@example.com\n\nhalf")
    assert {letter.name for letter in letters(settings.MAIL_DIR)} == set(ODD)
    assert help_center.get("/demo/mail/half/").status_code == 404


@pytest.mark.parametrize("text", ["x" * 20_001, "", " \n ", "a\x00b"])
def test_an_answer_that_is_none_comes_back(help_center, text):
    response = help_center.post("/demo/mail/date/reply", {"text": text})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()


@pytest.mark.parametrize("path", ["/demo/", "/demo/mail/", "/demo/mail/date/"])
def test_pages_of_the_demonstration_are_kept_by_nobody_and_not_posted_to(help_center, path):
    assert "no-store" in help_center.get(path)["Cache-Control"]
    assert help_center.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/demo/", "/demo/mail/", "/demo/mail/date/"])
def test_the_demonstration_speaks_the_browsers_language(help_center, path):
    page = help_center.get(path, headers={"Accept-Language": "ja"})
    assert page["Content-Language"] == "ja"
    assert '<html lang="ja"' in page.content.decode()
