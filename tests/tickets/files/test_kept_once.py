"""The same bytes are kept once, and go with the last file that has them: also when both happens at the same moment."""

import threading
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone

from tests.pictures import PDF, PLACE, picture
from tests.tickets.files.conftest import bytes_in, keep
from tests.tickets.files.test_sweep_at_once import is_waited_for
from tickets.files import actions, byte_actions, content_actions, storage
from tickets.files.kinds import FileRefusedError, Refusal
from tickets.models import StoredContent, StoredFile, WaitingFile


def shared(content=PDF, name="invoice.pdf"):
    """A file whose bytes others may have as well, which waits for a holder."""
    now = timezone.now()
    kept = content_actions.kept_once(content=content, now=now)
    with transaction.atomic():
        file = content_actions.share(content=kept, name=name, now=now)
        WaitingFile.objects.create(file=file, holder="mail:1")
    return file


def remove(*files):
    WaitingFile.objects.filter(file__in=files).delete()
    actions.forget(files=files)


@pytest.mark.django_db
def test_the_same_picture_has_its_bytes_once_and_two_names(place, reader):
    sent = picture()
    first, second = shared(sent, "Logo.JPG"), shared(sent, "image001.png")
    assert (first.name, second.name) == ("Logo.JPG", "image001.png.jpg")
    assert first.key != second.key
    assert bytes_in(place) == [first.content_id, f"{first.content_id}.webp"]
    stored = storage.fetch(storage.path_of(second)).read()
    assert PLACE.encode() not in stored
    assert (second.size, second.width, second.has_thumbnail) == (len(stored), 640, True)


@pytest.mark.django_db
def test_the_last_one_takes_the_bytes_along(place, django_capture_on_commit_callbacks):
    first, second, own = shared(picture()), shared(picture()), keep(picture(), "me.jpg")
    with django_capture_on_commit_callbacks(execute=True):
        remove(first)
    assert bytes_in(place) == sorted([second.content_id, f"{second.content_id}.webp", own.key, f"{own.key}.webp"])
    with django_capture_on_commit_callbacks(execute=True):
        remove(second)
    assert bytes_in(place) == [own.key, f"{own.key}.webp"]
    assert not StoredContent.objects.exists()


@pytest.mark.django_db
def test_an_upload_shares_nothing_with_what_is_there(place):
    shared(PDF)
    assert keep(PDF).content is None


@pytest.mark.django_db
def test_a_copy_has_no_bytes_of_its_own(place):
    copy = actions.take_copy(holder="split:1", file=shared(picture()), now=timezone.now())
    assert len(bytes_in(place)) == 2
    assert StoredFile.objects.waiting_for("split:1").get() == copy


@pytest.mark.django_db
def test_an_upload_that_is_copied_stays_where_it_is_and_is_had_twice(place, django_capture_on_commit_callbacks):
    upload = keep(picture(), "me.jpg")
    there = bytes_in(place)
    copy = actions.take_copy(holder="split:2", file=upload, now=timezone.now())
    again = actions.take_copy(holder="split:3", file=upload, now=timezone.now())
    assert bytes_in(place) == there == [upload.key, f"{upload.key}.webp"]
    assert copy.content_id == again.content_id == upload.key
    assert (copy.name, copy.width, copy.has_thumbnail) == ("me.jpg", upload.width, True)
    with django_capture_on_commit_callbacks(execute=True):
        # As somebody has it in hand who read its row before it was copied.
        remove(upload)
    assert bytes_in(place) == there
    with django_capture_on_commit_callbacks(execute=True):
        remove(copy, again)
    assert bytes_in(place) == []


@pytest.mark.django_db
def test_a_copy_of_an_upload_that_a_mail_brought_as_well_has_the_mails_bytes(place):
    mails, upload = shared(picture()), keep(picture(), "me.jpg")
    copy = actions.take_copy(holder="split:2", file=upload, now=timezone.now())
    assert copy.content_id == mails.content_id
    upload.refresh_from_db()
    assert upload.content_id is None
    assert len(bytes_in(place)) == 4


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"PK\3\4\0", b"<html>", b"x" * 3000])
def test_what_no_upload_may_be_leaves_nothing(settings, place, content):
    settings.FILE_LARGEST = 2999
    with pytest.raises(FileRefusedError):
        content_actions.kept_once(content=content, now=timezone.now())
    assert (bytes_in(place), StoredContent.objects.count()) == ([], 0)


@pytest.mark.django_db
def test_a_storage_that_is_away_or_full_is_to_be_asked_again(settings, bucket, place, monkeypatch):
    def away(name, content):
        raise ConnectionError

    monkeypatch.setattr(bucket, "_save", away)
    with pytest.raises(FileRefusedError) as refused:
        content_actions.kept_once(content=PDF, now=timezone.now())
    assert (refused.value.refusal, StoredContent.objects.count()) == (Refusal.NOT_NOW, 0)


@pytest.mark.django_db
def test_killed_between_bytes_and_row_the_hours_find_what_is_nobodys(place, django_capture_on_commit_callbacks):
    now = timezone.now()
    file = shared(picture(), "me.jpg")
    # Bytes whose row was never written, and a row that no file came to have.
    byte_actions.store("ab" * 16, byte_actions.prepare(PDF, byte_actions.kind_of(PDF)))
    content_actions.kept_once(content=PDF, now=now)
    with django_capture_on_commit_callbacks(execute=True):
        for hour in range(25):
            actions.sweep(now=now.replace(minute=0) + timedelta(hours=hour - 24), unsent_for=None)
    assert (len(bytes_in(place)), StoredContent.objects.count()) == (4, 2)
    with django_capture_on_commit_callbacks(execute=True):
        for hour in range(2, 26):
            actions.sweep(now=now + timedelta(hours=hour), unsent_for=None)
    assert bytes_in(place) == [file.content_id, f"{file.content_id}.webp"]
    assert StoredContent.objects.get() == file.content


@pytest.mark.django_db
def test_files_under_their_own_keys_from_before_are_found_and_stay(place):
    now = timezone.now()
    old = keep(picture(), "old.jpg", now=now - timedelta(days=9))
    for hour in range(2, 26):
        actions.sweep(now=now + timedelta(hours=hour), unsent_for=None)
    assert storage.fetch(storage.path_of(old)).read()
    assert storage.fetch(storage.thumbnail_path_of(old)).read()


# --- at the same moment ---


def in_a_thread(work, failed):
    def run():
        try:
            work()
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    return threading.Thread(target=run)


@pytest.mark.django_db(transaction=True)
def test_bytes_that_come_again_while_their_last_file_goes_stay(place):
    last, failed, made = shared(), [], []
    going = in_a_thread(lambda: remove(last), failed)
    with transaction.atomic():
        made.append(content_actions.share(content=last.content, name="again.pdf", now=timezone.now()))
        WaitingFile.objects.create(file=made[0], holder="ticket:2")
        going.start()
        assert is_waited_for()
    going.join(10)
    assert failed == []
    assert StoredFile.objects.get() == made[0]
    assert storage.fetch(storage.path_of(made[0])).read() == PDF


@pytest.mark.django_db(transaction=True)
def test_a_file_that_goes_first_leaves_nothing_to_share_and_the_bytes_are_kept_anew(place):
    last, failed = shared(), []

    def again():
        with pytest.raises(StoredContent.DoesNotExist), transaction.atomic():
            content_actions.share(content=last.content, name="again.pdf", now=timezone.now())

    coming = in_a_thread(again, failed)
    with transaction.atomic():
        remove(last)
        coming.start()
        assert is_waited_for()
    coming.join(10)
    assert failed == []
    assert bytes_in(place) == []
    fresh = shared()
    assert fresh.content_id != last.content_id
    assert bytes_in(place) == [fresh.content_id]


@pytest.mark.django_db(transaction=True)
def test_an_upload_that_goes_while_it_is_copied_leaves_the_copy_its_bytes(place):
    upload, failed = keep(), []
    # Found while its bytes were its own.
    found = list(StoredFile.objects.all())
    WaitingFile.objects.all().delete()
    going = in_a_thread(lambda: actions.forget(files=found), failed)
    with transaction.atomic():
        copy = actions.take_copy(holder="split:1", file=upload, now=timezone.now())
        going.start()
        assert is_waited_for()
    going.join(10)
    assert failed == []
    assert StoredFile.objects.get() == copy
    assert storage.fetch(storage.path_of(copy)).read() == PDF


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_keep_the_same_bytes_at_once_keep_them_once(place, monkeypatch):
    both, failed, kept = threading.Barrier(2, timeout=10), [], []
    really = byte_actions.store

    def together(key, file):
        really(key, file)
        both.wait()

    monkeypatch.setattr(byte_actions, "store", together)
    work = [
        in_a_thread(lambda: kept.append(content_actions.kept_once(content=PDF, now=timezone.now())), failed)
        for _worker in range(2)
    ]
    for each in work:
        each.start()
    for each in work:
        each.join(10)
    assert failed == []
    assert kept[0] == kept[1] == StoredContent.objects.get()
    assert bytes_in(place) == [kept[0].key]


@pytest.mark.django_db
def test_the_sweep_knows_no_other_bytes_than_by_name(place):
    """A thumbnail goes with its content, whatever stands behind the point."""
    now = timezone.now()
    storage.place().save("ab/abcd.webp", ContentFile(b"x"))
    for hour in range(2, 26):
        actions.sweep(now=now + timedelta(hours=hour), unsent_for=None)
    assert bytes_in(place) == []
