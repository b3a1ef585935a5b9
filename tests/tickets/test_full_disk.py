"""Mail that comes while a disk is full, the database's or that of people's files: nothing is lost, or there twice."""

import errno
import os
from contextlib import contextmanager
from email.message import EmailMessage

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException

from tests.tickets.conftest import mail, open_ticket, receive
from tickets import actions
from tickets.mail import parsing
from tickets.mail.actions import storing
from tickets.models import IncomingEmail, Message

pytestmark = pytest.mark.django_db
FULL = (OperationalError, ConnectorException)


@contextmanager
def full(table):
    """The database has no room for another row of the table, and says so as it does then (SQLSTATE 53100)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.is_full() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'; END $$"
        )
        cursor.execute(f"CREATE TRIGGER is_full BEFORE INSERT ON {table} EXECUTE FUNCTION pg_temp.is_full()")
        yield
        cursor.execute(f"DROP TRIGGER is_full ON {table}; DROP FUNCTION pg_temp.is_full()")


def by_pipe(raw, monkeypatch, tmp_path):
    (tmp_path / "mail").write_bytes(raw)
    with (tmp_path / "mail").open() as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        call_command("receive_mail")


def by_post(raw, settings):
    settings.INCOMING_MAIL_TOKEN = "token"
    browser = Client(raise_request_exception=False, headers={"Host": "help.localhost:8000"})
    headers = {"Authorization": "Bearer token"}
    return browser.post("/mail/incoming", raw, content_type="message/rfc822", headers=headers).status_code


@pytest.mark.parametrize("table", ["tickets_incomingemail", "tickets_originalmail", "procrastinate_jobs"])
def test_while_the_database_is_full_each_door_has_the_mail_sent_again(table, monkeypatch, tmp_path, settings):
    with full(table):
        with pytest.raises(CommandError) as refused:
            by_pipe(mail(), monkeypatch, tmp_path)
        assert refused.value.returncode == os.EX_TEMPFAIL
        assert by_post(mail(), settings) >= 500
        with pytest.raises(FULL):
            storing.store_email(raw=mail())
    assert not IncomingEmail.objects.exists()
    by_pipe(mail(), monkeypatch, tmp_path)
    assert by_post(mail(), settings) == 202
    assert IncomingEmail.objects.count() == 1


def test_a_mail_that_is_read_while_the_database_is_full_waits_and_joins_once():
    ticket = open_ticket()
    row = storing.store_email(raw=mail(to=ticket.emails.get().reply_to))
    read_while_full(row, "tickets_message")
    assert row.outcome == "joined"
    assert Message.objects.filter(channel="email").count() == 1


def test_new_mail_whose_answer_has_no_room_in_the_queue_waits_and_is_answered_once():
    row = storing.store_email(raw=mail())
    read_while_full(row, "procrastinate_jobs")
    assert row.outcome == "answered"
    assert ProcrastinateJob.objects.filter(task_name="tickets.answer_new_mail").count() == 1


def read_while_full(row, table):
    """Has the mail read once without room, and twice with it."""
    with full(table), pytest.raises(FULL):
        actions.read_email(incoming_id=row.pk)
    row.refresh_from_db()
    assert row.outcome == "received"
    for _time in range(2):
        actions.read_email(incoming_id=row.pk)
    row.refresh_from_db()


def test_a_full_disk_for_files_keeps_no_mail_and_no_file_of_it_away(ticket, monkeypatch):
    def no_room(*_given):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", no_room)
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Message-ID"] = (
        "hanako@example.com",
        ticket.emails.get().reply_to,
        "<1@x.example>",
    )
    letter.set_content("The invoice.")
    letter.add_attachment(b"%PDF-1.4 all of it", maintype="application", subtype="pdf", filename="invoice.pdf")
    row = receive(letter.as_bytes())
    assert row.outcome == "joined"
    file = row.message.attachments.get()
    kept = bytes(row.original.content)
    assert parsing.attachment(kept, file.mail_part) == ("invoice.pdf", b"%PDF-1.4 all of it")
