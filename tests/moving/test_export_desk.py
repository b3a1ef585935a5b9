"""Everything as JSON Lines: nothing is missing, nothing that opens anything is in it, and it can be read again."""

import hashlib
import io
import json
import os
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.models import AuditEntry, Customer
from moving.exporting.describing import schema, tables
from moving.exporting.kinds import KINDS
from moving.exporting.left_out import LEFT_OUT
from tests import cast
from tests.messenger.steps import chatting, forwarded
from tests.pictures import PDF
from tests.tickets.conftest import mail, open_ticket, receive
from tickets import actions
from tickets.files import actions as files
from tickets.models import Message, OutgoingEmail, Ticket

ROOT = Path(__file__).resolve().parent.parent.parent
OWN = ("accounts", "helpcenter", "tickets", "messenger", "privacy", "api", "moving", "web", "webhooks")


@pytest.fixture
def export(db, tmp_path):
    """Exports into a new folder, and reads all of it again: rows by kind, and the manifest."""

    def run(**options):
        folder = tmp_path / f"out{len(list(tmp_path.iterdir()))}"
        call_command("export_desk", str(folder), stdout=io.StringIO(), **options)
        manifest = json.loads((folder / "manifest.json").read_text())
        rows = {}
        for name, told in manifest["kinds"].items():
            content = (folder / told["file"]).read_bytes()
            assert hashlib.sha256(content).hexdigest() == told["sha256"]
            rows[name] = [json.loads(line) for line in content.splitlines()]
            assert len(rows[name]) == told["rows"]
        return folder, rows, manifest

    return run


def ids(rows):
    return {row["id"] for row in rows}


def test_every_table_of_ours_is_exported_or_left_out_with_a_reason():
    models = {model for app in OWN for model in apps.get_app_config(app).get_models(include_auto_created=True)}
    exported = {kind.model for kind in KINDS}
    labels = {model._meta.label for model in models if not model._meta.proxy}
    assert labels - {model._meta.label for model in exported} == set(LEFT_OUT)
    assert all(LEFT_OUT.values())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_column_is_exported_or_left_out_by_name(kind):
    columns = {field.attname for field in kind.model._meta.concrete_fields}
    named = [*kind.columns, *kind.left.split()]
    assert len(named) == len(set(named))
    assert kind.model._meta.label == "auth.Group" or set(named) == columns


def test_what_went_out_can_be_counted_and_read_again(topics, pro, export):
    chatting(pro, text="How do I cancel?")
    ticket = forwarded(pro, text="Please cancel it.").ticket
    actions.add_note(ticket=ticket, author=cast.staff(), body="Among us.")
    actions.tag(ticket=ticket, author=None, name="billing")
    _folder, rows, _manifest = export()
    assert ids(rows["tickets"]) == set(Ticket.objects.values_list("pk", flat=True))
    said = {row["body"] for row in rows["messages"]} | {row["body"] for row in rows["notes"]}
    assert said == set(Message.objects.values_list("body", flat=True))
    assert [row["body"] for row in rows["notes"]] == ["Among us."]
    assert {row["subject"] for row in rows["people"]} == set(Customer.objects.values_list("subject", flat=True))
    [tagged] = rows["ticket_tags"]
    assert {tag["id"]: tag["name"] for tag in rows["tags"]}[tagged["tag_id"]] == "billing"
    assert tagged["ticket_id"] in ids(rows["tickets"])


def test_every_line_is_as_the_schema_says(topics, pro, export):
    forwarded(pro, text="Please cancel it.")
    _folder, rows, _manifest = export()
    kinds = {"string": str, "integer": int, "boolean": bool, "array": list, "number": float, "null": type(None)}
    for name, lines in rows.items():
        told = schema()["$defs"][name]
        for line in lines:
            assert list(line) == told["required"]
            for field, value in line.items():
                wanted = told["properties"][field].get("type")
                allowed = [wanted] if isinstance(wanted, str) else wanted or []
                assert not allowed or isinstance(value, tuple(kinds[each] for each in allowed)), (name, field, value)


def test_nothing_that_opens_anything_is_in_it(topics, pro, export):
    agent = cast.staff()
    agent.set_password("correct horse battery staple")
    agent.save()
    ticket = forwarded(pro, text="Please cancel it.").ticket
    actions.reply(ticket=ticket, author=agent, body="Done.")
    sent = OutgoingEmail.objects.filter(kind="reply").get()
    link = next(word for word in sent.body.split() if "/case/" in word)
    receive(mail(sender=ticket.requester_email, text=f"Thanks. You wrote: {link}", in_reply_to=sent.mail_id))
    folder, _rows, _manifest = export(with_reports=True)
    everything = "".join(path.read_text() for path in folder.glob("*.jsonl"))
    token = link.rstrip(".").rpartition("/")[2]
    for secret in (agent.password, sent.reply_to, sent.mail_id, token, pro.visitor.token_digest):
        assert secret
        assert secret not in everything
    assert "Thanks. You wrote:" in everything


def test_reports_under_the_law_go_along_only_when_asked(export):
    report, ticket = open_ticket(rule="compliance", topic_kind="compliance"), open_ticket()
    actions.add_note(ticket=report, author=cast.staff(), body="About the report.")
    AuditEntry.objects.create(kind="message_redacted", object_kind="tickets.ticket", object_ref=report.reference)
    folder, rows, _manifest = export()
    assert ids(rows["tickets"]) == {ticket.pk}
    words = "".join(path.read_text() for path in folder.glob("*.jsonl"))
    assert report.reference not in words
    assert "About the report." not in words
    _folder, rows, manifest = export(with_reports=True)
    assert ids(rows["tickets"]) == {report.pk, ticket.pk}
    assert "reports" in manifest["kinds"]


def with_file(ticket):
    file = files.take_in(holder="x", name="invoice.pdf", content=PDF, now=timezone.now())
    files.attach(message=ticket.messages.first(), files=files.send_off(holder="x"))
    return file


def test_files_are_beside_by_what_they_are_once_each(export):
    with_file(open_ticket())
    with_file(open_ticket())
    folder, rows, manifest = export()
    [one, other] = rows["files"]
    assert one["path"] == other["path"] == f"files/{one['sha256'][:2]}/{hashlib.sha256(PDF).hexdigest()}"
    assert (folder / one["path"]).read_bytes() == PDF
    assert manifest["files"] == {"copied": 1, "bytes": len(PDF), "missing": 0}
    assert {row["file_id"] for row in rows["attachments"]} == {one["id"], other["id"]}


def test_a_file_of_a_report_stays_with_it(export):
    with_file(open_ticket(rule="compliance", topic_kind="compliance"))
    folder, rows, _manifest = export()
    assert rows["files"] == []
    assert not (folder / "files").exists()


def test_a_file_that_came_in_a_mail_is_beside_too(export):
    ticket = open_ticket()
    boundary = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee it.\n"
    part = '--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="log.txt"\n\nOops\n--b--\n'
    head = f"From: {ticket.requester_email}\nMessage-ID: <x@y>\nIn-Reply-To: {ticket.emails.get().mail_id}\n"
    receive(f"{head}To: support@help.localhost\nMIME-Version: 1.0\n{boundary}{part}".encode())
    folder, rows, _manifest = export()
    [found] = [row for row in rows["attachments"] if row["mail_part"] is not None]
    assert (folder / found["path"]).read_bytes().strip() == b"Oops"


def test_since_a_moment_what_changed_since(export):
    open_ticket()
    moment = timezone.now()
    later = open_ticket()
    _folder, rows, manifest = export(since=moment)
    assert ids(rows["tickets"]) == {later.pk}
    assert {row["ticket_id"] for row in rows["messages"]} == {later.pk}
    assert manifest["since"] is not None


def test_no_more_of_a_table_is_in_memory_than_a_part(export, monkeypatch):
    asked, whole = [], connection.chunked_cursor
    monkeypatch.setattr(connection, "chunked_cursor", lambda: asked.append(1) or whole())
    export()
    assert len(asked) == len([kind for kind in KINDS if not kind.reports_alone])


def test_it_is_noted_in_the_audit_trail(export):
    export()
    assert AuditEntry.objects.get(kind="desk_exported").details["reports"] is False


def test_a_folder_with_something_in_it_is_left_alone(db, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match="isn't empty"):
        call_command("export_desk", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_page_says_what_each_field_is(db):
    assert tables() in (ROOT / "docs" / "data-export.md").read_text()


def test_it_is_its_owners_alone_and_what_is_written_later_is_as_before(export):
    before = os.umask(0o022)
    try:
        folder, _rows, _manifest = export()
        assert (folder.stat().st_mode | (folder / "manifest.json").stat().st_mode) & 0o077 == 0
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)
