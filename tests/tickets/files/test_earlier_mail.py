"""Files of mails from before they were kept by themselves: by an upgrade and a command they come to be kept, too."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.pictures import PDF, picture
from tests.tickets.files.conftest import bytes_in
from tests.tickets.files.mails import kept, mail_with
from tickets.files import actions as stored
from tickets.mail.actions import keeping
from tickets.models import Attachment, IncomingEmail

pytestmark = pytest.mark.django_db

migration = import_module("tickets.migrations.0440_files_of_earlier_mail")


def earlier(ticket, *names, number=1):
    """A mail of the version before: its files wait for nobody, and nothing is queued."""
    mail = mail_with(ticket, *((name, picture()) for name in names), number=number)
    Attachment.objects.filter(message=mail.message).update(waits=False)
    ProcrastinateJob.objects.all().delete()
    return mail


def upgrade():
    with connection.schema_editor() as editor:
        migration.have_them_wait(apps, editor)


def keep_all(capsys):
    call_command("keep_mail_files")
    return capsys.readouterr()


def test_until_then_it_is_where_it_was(ticket, agent, place):
    mail = earlier(ticket, "photo.jpg")
    assert [row.file for row in kept()] == [None]
    page = agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").text
    assert f"/admin/tickets/incomingemail/{mail.pk}/attachments/0/" in page
    assert bytes_in(place) == []


def test_after_the_upgrade_its_pictures_are_small_on_the_page(ticket, agent, place, capsys, monkeypatch):
    monkeypatch.setattr(migration, "STRETCH", 1)
    monkeypatch.setattr(keeping, "_STRETCH", 2)
    for number in range(5):
        earlier(ticket, "photo.jpg", "other.jpg", number=number)
    upgrade()
    said = keep_all(capsys)
    assert said.out == "Files of 5 mails are kept.\n"
    rows = Attachment.objects.select_related("file")
    assert [(row.waits, row.file.has_thumbnail) for row in rows] == [(False, True)] * 10
    assert len(bytes_in(place)) == 2
    page = agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").text
    assert '<img src="/files/' in page
    assert keep_all(capsys).out == "Files of 0 mails are kept.\n"


def test_the_upgrade_leaves_uploads_and_what_is_kept_alone(ticket, place):
    mail_with(ticket, ("invoice.pdf", PDF))
    kept()
    stored.take_in(holder="x", name="own.pdf", content=PDF, now=ticket.created_at)
    message = ticket.messages.first()
    stored.attach(message=message, files=stored.send_off(holder="x"))
    Attachment.objects.create(message=message, position=9, name="redacted", size=0)
    upgrade()
    assert not Attachment.objects.filter(waits=True).exists()


def test_the_newest_is_kept_first_and_a_mail_that_stops_the_reader_stops_no_other(ticket, place, capsys, monkeypatch):
    mails = [earlier(ticket, "photo.jpg", number=number) for number in range(3)]
    upgrade()
    really, seen = keeping.keep_files, []

    def keep_files(*, message_id, now):
        seen.append(message_id)
        if message_id == mails[1].message_id:
            raise ValueError
        really(message_id=message_id, now=now)

    monkeypatch.setattr(keeping, "keep_files", keep_files)
    said = keep_all(capsys)
    assert seen == [mail.message_id for mail in reversed(mails)]
    assert said.out == "Files of 2 mails are kept. 1 mails still wait.\n"
    assert f"Message {mails[1].message_id}: ValueError" in said.err


def test_a_full_disk_ends_it_and_it_goes_on_where_it_was(ticket, place, capsys, settings):
    for number in range(2):
        earlier(ticket, "photo.jpg", number=number)
    upgrade()
    settings.FILES_LEAVE_FREE = 1 << 62
    with pytest.raises(CommandError, match="0 of 2 mails are done"):
        keep_all(capsys)
    settings.FILES_LEAVE_FREE = 0
    assert keep_all(capsys).out == "Files of 2 mails are kept.\n"


def test_a_mail_that_the_scanner_objects_to_stays_as_it_is(ticket, place, capsys):
    mail = earlier(ticket, "photo.jpg")
    IncomingEmail.objects.filter(pk=mail.pk).update(threat="Eicar")
    upgrade()
    keep_all(capsys)
    assert (Attachment.objects.get().file, Attachment.objects.get().waits) == (None, False)
