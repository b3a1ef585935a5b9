"""Programs send files, which wait until a reply, a note or a new ticket takes them along."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests import cast
from tests.api.conftest import V1, Program
from tests.messenger.conftest import topics as topics  # the fixture
from tests.pictures import PDF
from tests.tickets.conftest import open_ticket
from tests.tickets.files.conftest import place as place  # the fixture
from tickets.files import actions as stored
from tickets.models import Attachment, Message, OutgoingEmail, StoredFile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("topics", "place")]


def send(program, *, name="invoice.pdf", content=PDF, expect=201):
    answer = program.post(f"{V1}/files", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == expect, answer.content
    return answer.json()


def names(message):
    return [each.name for each in Attachment.objects.filter(message=message).order_by("position")]


def test_a_file_goes_out_with_a_reply_and_only_once(program):
    ticket, kept = open_ticket(), send(program)
    assert (kept["name"], kept["content_type"], kept["size"]) == ("invoice.pdf", "application/pdf", len(PDF))
    path, body = f"/tickets/{ticket.reference}/replies", {"body": "Here it is.", "files": [kept["key"]]}
    sent = program.write("POST", path, body, key="once", expect=201)
    assert [each["name"] for each in sent["files"]] == ["invoice.pdf"]
    # The same request after a lost answer is the same reply, and another one finds the file gone.
    assert program.write("POST", path, body, key="once", expect=201)["id"] == sent["id"]
    refused = program.write("POST", path, body, expect=422)
    assert refused["errors"][0]["pointer"] == "#/files"
    assert Message.objects.filter(kind="reply").count() == 1
    assert OutgoingEmail.objects.filter(message=sent["id"]).exists()


def test_several_go_with_a_note_and_with_a_new_ticket(program):
    ticket = open_ticket()
    keys = [send(program, name=f"{each}.pdf", content=PDF + each.encode())["key"] for each in "abc"]
    note = program.write("POST", f"/tickets/{ticket.reference}/notes", {"body": "Both.", "files": keys[:2]}, expect=201)
    assert names(note["id"]) == ["a.pdf", "b.pdf"]
    body = {"email": "ken@example.com", "topic": "locked-out-subscription", "body": "See the file.", "files": keys[2:]}
    opened = program.write("POST", "/tickets", body, expect=201)
    [first] = program.read(f"/tickets/{opened['reference']}/messages")["items"]
    assert [each["name"] for each in first["files"]] == ["c.pdf"]


def test_what_is_refused_leaves_the_file_where_it_waits(program):
    ticket, kept = open_ticket(), send(program)
    path, body = f"/tickets/{ticket.reference}/replies", {"body": "Here.", "files": [kept["key"]]}
    program.write("POST", path, body | {"version": 99}, expect=409)
    program.write("POST", path, body, expect=201)


def test_a_file_is_the_tokens_that_sent_it(program):
    ticket, kept = open_ticket(), send(program)
    same, other = Program(program.user, name="Another"), Program(cast.staff(name="ned"))
    for stranger in (same, other):
        body = {"body": "Mine?", "files": [kept["key"]]}
        stranger.write("POST", f"/tickets/{ticket.reference}/notes", body, expect=422)
    assert StoredFile.objects.waiting_for(StoredFile.objects.get().waiting.holder).exists()


def test_the_draft_on_the_desk_of_the_same_person_keeps_its_files(program):
    ticket = open_ticket()
    holder = f"draft:{ticket.pk}:{program.user.pk}"
    stored.take_in(holder=holder, name="draft.pdf", content=PDF, now=timezone.now())
    sent = program.write("POST", f"/tickets/{ticket.reference}/replies", {"body": "Without."}, expect=201)
    assert (sent["files"], StoredFile.objects.waiting_for(holder).count()) == ([], 1)


def test_too_many_too_large_and_what_is_no_such_file_are_refused(program, settings, limit):
    ticket = open_ticket()
    keys = [send(program, content=PDF + bytes([each]))["key"] for each in range(settings.FILES_MOST + 1)]
    path = f"/tickets/{ticket.reference}/notes"
    assert "files in a message" in str(program.write("POST", path, {"body": "All.", "files": keys}, expect=422))
    program.write("POST", path, {"body": "None.", "files": ["0" * 32]}, expect=422)
    settings.FILE_LARGEST = 1024
    assert send(program, content=PDF + b" " * 2000, expect=422)["errors"][0]["pointer"] == "#/file"
    send(program, name="page.html", content=b"<script>alert(1)</script>", expect=422)
    program.write("POST", "/files", {"file": "text"}, expect=422)
    limit("upload", customer=1)
    send(program, name="more.pdf", content=PDF + b"more", expect=429)


def test_only_a_token_that_may_write_sends_files_and_nobody_without_one(program):
    send(Program(program.user, scopes=["tickets:read"], name="Reader"), expect=403)
    send(Program(), expect=401)
    assert not StoredFile.objects.exists()


def test_what_is_never_sent_goes_after_a_day(program):
    kept = send(program)
    stored.sweep(now=timezone.now() + timedelta(hours=23))
    assert StoredFile.objects.filter(key=kept["key"]).exists()
    stored.sweep(now=timezone.now() + timedelta(hours=25))
    assert not StoredFile.objects.exists()


def test_what_is_larger_than_any_request_is_refused_in_json(program):
    answer = program.post(f"{V1}/tickets", b" " * 3_000_000, content_type="application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (413, "application/problem+json")
    assert answer.json()["type"] == "urn:helpcenter:problem:too-large"
