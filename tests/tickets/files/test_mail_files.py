"""Files that came by mail are kept, shown and handed out as those of the messenger are, and go as they do."""

import io
import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.utils import timezone
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.pictures import PDF, PLACE, picture
from tests.tickets.case_pages import path_of
from tests.tickets.conftest import open_ticket
from tests.tickets.files.conftest import bytes_in
from tests.tickets.files.mails import kept, mail_with
from tickets import actions
from tickets.actions import forgetting
from tickets.files import storage
from tickets.files.kinds import FileRefusedError
from tickets.mail.actions import keeping, requeueing
from tickets.models import Attachment, IncomingEmail, OriginalMail, StoredContent, StoredFile
from tickets.redaction import actions as redaction
from tickets.splitting.actions import split

pytestmark = pytest.mark.django_db


def bomb(side=30_000):
    """Some kilobytes that would be 900 megapixels."""
    saved = io.BytesIO()
    Image.new("1", (side, side)).save(saved, "PNG")
    return saved.getvalue()


def test_a_picture_is_told_by_its_content_and_kept_without_its_metadata(ticket, place):
    mail_with(ticket, ("photo.bin", picture()))
    assert bytes_in(place) == []  # not while the mail is read
    [row] = kept()
    assert (row.name, row.file.name, row.content_type, row.mail_part) == (
        "photo.bin",
        "photo.bin.jpg",
        "image/jpeg",
        0,
    )
    stored = storage.fetch(storage.path_of(row.file)).read()
    assert (row.size, row.file.size) == (len(stored),) * 2
    assert PLACE.encode() not in stored
    assert Image.open(storage.fetch(storage.thumbnail_path_of(row.file))).size == (320, 240)


def test_what_no_upload_may_be_stays_in_the_mail_for_staff(ticket, place, agent):
    sent = {"page.html": b"<html><script>1</script></html>", "bomb.png": bomb(), "half.jpg": picture()[:300]}
    mail = mail_with(ticket, *sent.items())
    rows = kept()
    assert [(row.file, row.waits) for row in rows] == [(None, False)] * 3
    assert (bytes_in(place), StoredContent.objects.count()) == ([], 0)
    page = agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").text
    assert f"/admin/tickets/incomingemail/{mail.pk}/attachments/1/" in page
    answer = agent.get(f"/admin/tickets/incomingemail/{mail.pk}/attachments/0/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_a_mail_brings_so_many_and_each_no_larger_than_an_upload(ticket, settings, monkeypatch, place):
    monkeypatch.setattr(keeping, "_MOST", 2)
    settings.FILE_LARGEST = 1024
    mail_with(ticket, ("large.log", b"x" * 1025), ("one.log", b"1"), ("two.log", b"2"))
    assert [bool(row.file) for row in kept()] == [False, True, False]
    assert not Attachment.objects.filter(waits=True).exists()


def test_the_logo_of_ten_mails_is_there_once(ticket, place):
    for number in range(10):
        mail_with(ticket, ("logo.png", picture("PNG")), number=number)
    rows = kept()
    assert len({row.file_id for row in rows}) == 10
    assert len(bytes_in(place)) == 2
    assert len({row.file.content_id for row in rows}) == 1


def test_staff_and_the_person_see_it_small_and_save_it_from_a_signed_address(ticket, agent, reader, place):
    mail_with(ticket, ("screen.png", picture("PNG")))
    kept()
    pages = {
        agent: agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").text,
        reader: reader.get(path_of(ticket)).text,
    }
    for browser, page in pages.items():
        small = re.search(r'<img src="(/files/[^"]+)"', page)[1]
        assert browser.get(small).headers["Content-Type"] == "image/webp"
        own = re.search(r'href="([^"]+)"[^>]*><img', page)[1]
        answer = browser.get(own, follow=True)
        assert answer.headers["Content-Disposition"] == 'attachment; filename="screen.png"'
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_who_may_not_see_the_ticket_gets_no_file_that_another_ticket_has_too(ticket, agent, place):
    report = open_ticket(rule="compliance", topic_kind="compliance", requester_email="b@example.com")
    for number, each in enumerate((ticket, report)):
        mail_with(each, ("invoice.pdf", PDF), number=number)
    ours, theirs = (next(row.file for row in kept() if row.message.ticket == each) for each in (ticket, report))
    assert ours.content == theirs.content
    assert agent.get(f"/admin/tickets/ticket/files/{ours.key}/").status_code == 302
    assert agent.get(f"/admin/tickets/ticket/files/{theirs.key}/").status_code == 404


# --- what goes wrong on the way ---


def test_a_full_disk_lets_it_wait_and_the_mail_has_it_meanwhile(ticket, settings, agent, place):
    settings.FILES_LEAVE_FREE = 1 << 60
    mail = mail_with(ticket, ("invoice.pdf", PDF))
    with pytest.raises(FileRefusedError):
        kept()
    assert agent.get(f"/admin/tickets/incomingemail/{mail.pk}/attachments/0/").content == PDF
    settings.FILES_LEAVE_FREE = 0
    assert [row.file.name for row in kept()] == ["invoice.pdf"]


def test_a_bucket_that_is_away_lets_it_wait_and_what_is_kept_stays_so(ticket, bucket, place, monkeypatch):
    mail_with(ticket, ("one.log", b"1"), ("two.log", b"2"))
    really = bucket._save

    def away(name, content):
        if content.read() == b"2":
            raise ConnectionError
        return really(name, content)

    monkeypatch.setattr(bucket, "_save", away)
    with pytest.raises(FileRefusedError):
        kept()
    assert [(bool(row.file), row.waits) for row in Attachment.objects.order_by("pk")] == [(True, False), (False, True)]
    monkeypatch.setattr(bucket, "_save", really)
    assert [row.file.name for row in kept()] == ["one.log", "two.log"]
    assert len(bytes_in(place)) == 2


def test_what_lost_its_job_gets_one_within_the_hour(ticket, place):
    mail_with(ticket, ("one.log", b"1"), ("two.log", b"2"))
    now = timezone.now() + timedelta(hours=1)
    assert requeueing.queue_lost_keepings(now=now) == 0
    ProcrastinateJob.objects.filter(task_name="tickets.keep_mail_files").update(status="failed")
    assert requeueing.queue_lost_keepings(now=now) == 1
    assert all(row.file for row in kept())
    assert requeueing.queue_lost_keepings(now=now) == 0


def test_of_a_mail_that_the_scanner_objects_to_nothing_is_kept_or_copied(ticket, aki, place):
    mail = mail_with(ticket, ("invoice.pdf", PDF))
    IncomingEmail.objects.update(threat="Test.Harm")
    [row] = kept()
    assert (row.file, row.waits, bytes_in(place)) == (None, False, [])
    made = split(message=mail.message, author=aki, subject="Else", tell=False, now=timezone.now())
    assert made.left == ["invoice.pdf"]


def test_what_is_redacted_while_it_is_looked_at_is_not_kept(
    ticket, aki, place, monkeypatch, django_capture_on_commit_callbacks
):
    mail_with(ticket, ("invoice.pdf", PDF))
    really = keeping.content_actions.kept_once

    def just_after(**given):
        found = really(**given)
        row = Attachment.objects.get()
        redaction.redact_file(ticket=ticket, attachment=row, reason="x", author=aki, now=timezone.now())
        return found

    monkeypatch.setattr(keeping.content_actions, "kept_once", just_after)
    with django_capture_on_commit_callbacks(execute=True):
        [row] = kept()
    assert (row.is_redacted, row.file, StoredFile.objects.exists()) == (True, None, False)
    assert (bytes_in(place), StoredContent.objects.exists()) == ([], False)


# --- its end ---


@pytest.fixture
def two(ticket, place):
    """The same picture by two people on two tickets; the files, the requester's first."""
    other = open_ticket(requester_email="jun@example.com")
    for number, each in enumerate((ticket, other)):
        mail_with(each, ("screen.png", picture("PNG")), number=number)
    return kept()


def test_redacting_one_of_two_leaves_the_other_and_then_nothing(two, aki, place, django_capture_on_commit_callbacks):
    for number, row in enumerate(two):
        with django_capture_on_commit_callbacks(execute=True):
            redaction.redact_file(ticket=row.message.ticket, attachment=row, reason="x", author=aki, now=timezone.now())
        assert len(bytes_in(place)) == (0 if number else 2)
    assert not StoredContent.objects.exists()
    sent = base64_of(picture("PNG"))
    assert not any(sent in bytes(mail.content) for mail in OriginalMail.objects.all())


def base64_of(content):
    """A piece of it as a mail carries it."""
    message = message_from_bytes(b"Subject: x\n\n", policy=policy.SMTP)
    message.set_content(content, "image", "png")
    return message.get_payload().splitlines()[2].encode()


def test_deleting_one_of_two_tickets_leaves_the_others_file(two, reader, place, django_capture_on_commit_callbacks):
    mine, other = two
    with django_capture_on_commit_callbacks(execute=True):
        gone = forgetting.forget_chains(firsts=[mine.message.ticket_id])
    assert gone["tickets.StoredFile"] == 1
    assert storage.fetch(storage.path_of(other.file)).read()
    with django_capture_on_commit_callbacks(execute=True):
        forgetting.forget_chains(firsts=[other.message.ticket_id])
    assert (bytes_in(place), StoredContent.objects.exists()) == ([], False)


@pytest.mark.parametrize("forget", [forgetting.forget_originals, forgetting.forget_mail])
def test_a_rule_for_mail_as_it_came_is_one_for_its_files(two, place, forget, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        gone = forget(keys=list(IncomingEmail.objects.values_list("pk", flat=True)))
    assert gone["tickets.StoredFile"] == 2
    assert bytes_in(place) == []
    assert list(Attachment.objects.values_list("name", "file")) == [("screen.png", None)] * 2


def test_a_split_copies_no_bytes_and_outlives_what_it_was_copied_from(
    ticket, aki, place, django_capture_on_commit_callbacks
):
    mail = mail_with(ticket, *((f"{number}.log", b"%d" % number) for number in range(7)))
    kept()
    made = split(message=mail.message, author=aki, subject="Else", tell=False, now=timezone.now())
    assert (made.left, len(bytes_in(place))) == ([], 7)
    with django_capture_on_commit_callbacks(execute=True):
        forgetting.forget_chains(firsts=[ticket.pk])
    assert len(bytes_in(place)) == 7
    copies = made.ticket.messages.get().attachments.select_related("file")
    assert [storage.fetch(storage.path_of(row.file)).read() for row in copies] == [b"%d" % n for n in range(7)]


def test_new_mail_and_mail_joined_by_hand_have_theirs_kept_too(ticket, aki, place):
    mail = mail_with(ticket, ("invoice.pdf", PDF), sender="stranger@example.org")
    assert mail.outcome == "quarantined"
    actions.join_email(incoming=mail, ticket=ticket, author=aki)
    assert [row.file.name for row in kept()] == ["invoice.pdf"]
