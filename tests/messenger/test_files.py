"""Pictures and files in a conversation, with scripts and without, until they are on a ticket or gone."""

import re
from unittest.mock import Mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from messenger.conversations import actions
from messenger.conversations.actions import filing
from messenger.models import Conversation, Message
from tests import cast
from tests.messenger.steps import answer, at, chatting, draft, forwarded, in_details
from tests.pictures import PDF, picture
from tests.tickets.files.conftest import bytes_in
from tickets.models import Attachment, StoredFile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("articles")]
pytest_plugins: list[str] = []


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    options = {**settings.STORAGES["files"]["OPTIONS"], "location": tmp_path / "files"}
    settings.STORAGES = {**settings.STORAGES, "files": {**settings.STORAGES["files"], "OPTIONS": options}}
    return tmp_path / "files"


def a_file(name: str = "invoice.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/x-anything")


def send(browser: cast.Browser, row: Conversation, verb: str, *files: SimpleUploadedFile, **fields: str):
    return browser.post(at(row, verb), {"files": list(files), **fields})


def by_script(browser: cast.Browser, row: Conversation, *files: SimpleUploadedFile, **headers: str):
    return browser.post(at(row, "files"), {"files": list(files)}, headers={"X-Files": "list", **headers})


def test_the_limits_are_said_before_anything_is_picked(pro, settings):
    settings.FILES_MOST, settings.FILE_LARGEST = 3, 2 * 1024 * 1024
    page = pro.get(at(in_details(pro, "billing"))).text
    assert re.search(r"Up to 3 files, 2 MB each: pictures, PDF, text\.", page)


def test_who_cannot_look_at_files_is_said_as_soon_as_there_is_one(pro):
    row = chatting(pro)
    assert "Fin can't look at files" not in pro.get(at(row)).text
    assert "Fin can't look at files" in by_script(pro, row, a_file()).text
    pro.post(at(row, "hand-over"))
    assert "Fin can't look at files" not in by_script(pro, row, a_file("b.txt", b"b")).text


def test_a_file_sent_with_the_details_goes_with_the_first_message_and_onto_the_ticket(console_admin):
    row = in_details(console_admin, "api")
    send(console_admin, row, "details", a_file(), a_file("screen.png", picture("PNG")), text="Look at this")
    assert [file.name for file in StoredFile.objects.filter(in_conversation__message__text="Look at this")] == [
        "invoice.pdf",
        "screen.png",
    ]
    assert "They go along when the conversation is forwarded" in console_admin.get(at(row)).text
    answer(row)
    console_admin.post(at(row, "hand-over"))
    assert list(Attachment.objects.values_list("name", "content_type")) == [
        ("invoice.pdf", "application/pdf"),
        ("screen.png", "image/png"),
    ]
    row.refresh_from_db()
    assert [file["name"] for file in row.ticket.transcript[0]["files"]] == ["invoice.pdf", "screen.png"]
    assert console_admin.get(at(row)).text.count("screen.png") == 1
    assert "– screen.png" in console_admin.get(at(row, "transcript.txt")).text


def test_a_file_that_cannot_be_kept_stops_the_message_and_nothing_is_lost(console_admin):
    row = in_details(console_admin, "api")
    page = send(console_admin, row, "details", a_file(), a_file("page.html", b"<html>"), text="Look at this")
    assert page.status_code == 422
    assert "page.html: Web pages and SVG drawings can&#x27;t be sent." in page.text
    assert "Look at this" in page.text
    assert "Remove invoice.pdf" in page.text
    assert row.messages.count() == 0
    send(console_admin, row, "details", text="Look at this")
    assert row.messages.first().files.get().file.name == "invoice.pdf"


def test_a_refused_text_loses_no_file(pro):
    row = chatting(pro)
    page = send(pro, row, "ask", a_file(), text="")
    assert page.status_code == 422
    assert "Remove invoice.pdf" in page.text
    long = send(pro, row, "ask", a_file("a.txt", b"log"), text="x" * 5001)
    assert "Remove invoice.pdf" in long.text
    assert "Remove a.txt" in long.text


def test_a_button_beside_the_composer_keeps_the_files_in_it(pro):
    row = chatting(pro)
    send(pro, row, "not-solved", a_file(), text="half a sentence")
    page = pro.get(at(row)).text
    assert "Remove invoice.pdf" in page
    assert "half a sentence</textarea>" in page
    assert send(pro, row, "solved", a_file("page.html", b"<html>"), text="half a sentence").status_code == 422


def test_a_file_picked_while_fin_still_answers_waits_with_the_text(pro):
    row = chatting(pro, answered=False)
    page = send(pro, row, "ask", a_file(), text="And this?")
    assert page.status_code == 409
    assert "Remove invoice.pdf" in page.text


def test_a_picture_alone_is_enough_for_people_and_fin_needs_words(pro):
    row = forwarded(pro)
    assert send(pro, row, "ask", a_file("screen.jpg", picture()), text="").status_code == 302
    said = row.ticket.messages.last()
    assert (said.body, said.attachments.get().name) == ("", "screen.jpg")
    assert 'alt="" width="320" height="240"' in pro.get(at(row)).text
    assert send(pro, row, "ask", text="").status_code == 422


def test_a_file_that_waits_is_forwarded_too(pro):
    row = chatting(pro)
    by_script(pro, row, a_file())
    pro.post(at(row, "hand-over"))
    assert Attachment.objects.get().message.ticket == Conversation.objects.get().ticket
    assert "invoice.pdf" in pro.get(at(row)).text


def test_a_script_sends_one_by_one_and_gets_the_list(pro):
    row = chatting(pro)
    first = by_script(pro, row, a_file())
    assert (first.status_code, first.headers["X-Files"]) == (200, "list")
    second = by_script(pro, row, a_file("clip.mov", b"\0\0\0\x14ftypqt  "))
    assert second.status_code == 422
    assert "clip.mov: This kind of file can&#x27;t be sent." in second.text
    for answered in (first, second):
        assert "invoice.pdf" in answered.text
        assert "<html" not in answered.text
    key = StoredFile.objects.get().key
    gone = pro.post(at(row, f"files/{key}/remove"), headers={"X-Files": "list"})
    assert "invoice.pdf" not in gone.text
    assert StoredFile.objects.count() == 0


def test_without_scripts_a_file_is_taken_out_and_the_words_stay(pro):
    row = in_details(pro, "billing")
    by_script(pro, row, a_file())
    key = StoredFile.objects.get().key
    page = send(
        pro, row, f"files/{key}/remove", a_file("b.txt", b"b"), text="Half a sentence", field_charge_date="soon"
    )
    page = pro.get(page.headers["Location"])
    assert "Half a sentence" in page.text
    assert "Remove b.txt" in page.text
    assert "invoice.pdf" not in page.text
    chat = chatting(pro)
    by_script(pro, chat, a_file())
    key = StoredFile.objects.get(name="invoice.pdf").key
    pro.post(at(chat, f"files/{key}/remove"), {"text": "Half an answer"})
    assert "Half an answer" in pro.get(at(chat)).text


@pytest.mark.parametrize("stranger", ["free", ""])
def test_a_stranger_gets_puts_and_removes_no_file(pro, stranger):
    row, other = chatting(pro), cast.browser(person=stranger)
    by_script(pro, row, a_file())
    key = StoredFile.objects.get().key
    assert other.get(at(row, f"files/{key}")).status_code == 404
    assert by_script(other, row, a_file("x.txt", b"x")).status_code == 404
    own = chatting(other)
    for foreign in (row, own):
        other.post(at(foreign, f"files/{key}/remove"))
        assert other.get(at(foreign, f"files/{key}")).status_code == 404
    assert StoredFile.objects.get().key == key


def test_a_file_is_saved_from_the_page_and_from_a_frame_without_a_cookie(pro, reader):
    row = chatting(pro)
    by_script(pro, row, a_file())
    address = at(row, f"files/{StoredFile.objects.get().key}")
    assert b"".join(reader.get(pro.get(address).headers["Location"])) == PDF
    framed = {"X-Visitor": pro.cookies["visitor"].value, "HX-Request": "true"}
    assert b"".join(reader.get(reader.get(address, headers=framed).headers["HX-Redirect"])) == PDF


def test_a_frame_without_a_cookie_sends_files(pro, reader):
    row = chatting(pro)
    assert by_script(reader, row, a_file(), **{"X-Visitor": pro.cookies["visitor"].value}).status_code == 200
    assert by_script(reader, row, a_file()).status_code == 404


def test_files_are_counted(pro, limit):
    limit("upload", customer=1)
    row = chatting(pro)
    by_script(pro, row, a_file())
    refused = by_script(pro, row, a_file("b.txt", b"b"))
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "You have sent many files in a short time." in refused.text
    page = send(pro, row, "ask", a_file("b.txt", b"b"), text="My words")
    assert page.status_code == 429
    assert "My words" in page.text


def test_no_file_passes_the_gate_and_none_comes_before_the_consent(legacy_admin, pro):
    row = chatting(legacy_admin) if False else draft(pro)
    assert by_script(pro, row, a_file()).status_code == 409
    gated = draft(legacy_admin)
    assert by_script(legacy_admin, gated, a_file()).status_code == 409
    assert StoredFile.objects.count() == 0


def test_a_thousand_files_and_one_that_never_ends_take_no_room(pro, settings):
    settings.FILE_LARGEST = 5000
    row = chatting(pro)
    page = send(pro, row, "ask", *[a_file(f"{n}.txt", b"%d" % n) for n in range(900)], text="My words")
    assert page.status_code == 422
    assert "There can be 5 files in a message." in page.text
    assert "My words" in page.text
    assert StoredFile.objects.count() == 5
    other = chatting(cast.browser(person="free"))
    page = send(cast.browser(person="free"), other, "ask", a_file("long.txt", b"x" * 900_000), text="My words")
    assert "long.txt: The file is larger than 4.9" in page.text
    assert "My words" in page.text


def test_a_deleted_conversation_takes_its_files_along(pro, place, django_capture_on_commit_callbacks):
    row = chatting(pro)
    send(pro, row, "ask", a_file(), text="Look")
    by_script(pro, row, a_file("screen.jpg", picture()))
    assert len(bytes_in(place)) == 3
    with django_capture_on_commit_callbacks(execute=True):
        pro.post(at(row, "delete"))
    assert (StoredFile.objects.count(), bytes_in(place)) == (0, [])


def test_what_is_on_a_ticket_stays_when_the_conversation_is_deleted(pro, place, django_capture_on_commit_callbacks):
    row = chatting(pro)
    by_script(pro, row, a_file())
    pro.post(at(row, "hand-over"))
    with django_capture_on_commit_callbacks(execute=True):
        pro.post(at(row, "delete"))
    assert not Conversation.objects.exists()
    assert len(bytes_in(place)) == 1


def test_the_languages_own_words_are_used(pro):
    row = in_details(pro, "billing")
    page = pro.get(at(row, locale="ja")).text
    assert 'name="files"' in page


def test_a_message_to_fin_has_the_files_that_waited_and_the_next_has_none(pro):
    row = chatting(pro)
    by_script(pro, row, a_file())
    actions.ask(conversation=row, visitor=pro.visitor, text="one", now=timezone.now())
    answer(row)
    actions.ask(conversation=row, visitor=pro.visitor, text="two", now=timezone.now())
    said = Message.objects.filter(conversation=row, author="person")
    assert [message.files.count() for message in said] == [0, 1, 0]
    assert filing.release(row) == []


def test_a_full_disk_loses_no_words_and_a_script_tries_again(pro, monkeypatch):
    row = chatting(pro)
    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", Mock(side_effect=OSError("full")))
    assert by_script(pro, row, a_file()).status_code == 503
    page = send(pro, row, "ask", a_file(), text="My words")
    assert page.status_code == 422
    assert "invoice.pdf: The file can&#x27;t be kept at the moment." in page.text
    assert "My words" in page.text
