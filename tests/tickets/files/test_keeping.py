"""A file from its upload to its end."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.db import transaction
from django.utils import timezone

from tests.pictures import PLACE, picture
from tests.tickets.files.conftest import HOLDER, bytes_in, keep
from tickets.files import actions, storage
from tickets.files.kinds import FileRefusedError, Refusal
from tickets.models import StoredFile

pytestmark = pytest.mark.django_db


def test_a_picture_is_kept_clean_with_a_small_one_beside_it(place):
    file = keep(picture(), "IMG_0001.JPG")
    assert (file.name, file.content_type, file.width, file.height) == ("IMG_0001.JPG", "image/jpeg", 640, 480)
    assert bytes_in(place) == [file.key, f"{file.key}.webp"]
    stored = storages["files"].open(storage.path_of(file)).read()
    assert len(stored) == file.size
    assert PLACE.encode() not in stored
    assert (place / storage.path_of(file)).stat().st_mode & 0o077 == 0


def test_the_same_upload_again_changes_nothing(place):
    assert keep() == keep(name="again.pdf")
    assert len(bytes_in(place)) == 1
    assert keep(holder="ticket:2") != keep()


def test_there_are_so_many_and_no_more(settings, place):
    settings.FILES_MOST = 2
    for number in range(2):
        keep(b"log %d" % number, f"{number}.log")
    with pytest.raises(FileRefusedError) as refused:
        keep(b"one more", "three.log")
    assert (refused.value.refusal, refused.value.name) == (Refusal.TOO_MANY, "three.log")
    assert len(bytes_in(place)) == 2


@pytest.mark.parametrize(("content", "refusal"), [(b"x" * 2000, Refusal.TOO_LARGE), (b"", Refusal.EMPTY)])
def test_what_is_refused_leaves_nothing(settings, place, content, refusal):
    settings.FILE_LARGEST = 1999
    with pytest.raises(FileRefusedError) as refused:
        keep(content, "a\u202e.txt")
    assert (refused.value.refusal, refused.value.name) == (refusal, "a.txt")
    assert (StoredFile.objects.count(), bytes_in(place)) == (0, [])


def test_only_its_holder_drops_a_file(place, django_capture_on_commit_callbacks):
    file = keep()
    with django_capture_on_commit_callbacks(execute=True):
        actions.drop(holder="ticket:2", key=file.key)
    assert bytes_in(place) == [file.key]
    with django_capture_on_commit_callbacks(execute=True):
        actions.drop(holder=HOLDER, key=file.key)
    assert (StoredFile.objects.count(), bytes_in(place)) == (0, [])


def test_a_deletion_that_is_taken_back_takes_no_bytes(place):
    file = keep()
    with transaction.atomic():
        actions.drop_all(holder=HOLDER)
        transaction.set_rollback(True)
    assert bytes_in(place) == [file.key]
    assert StoredFile.objects.waiting_for(HOLDER).get() == file


def test_what_was_never_sent_goes_after_a_day(place, django_capture_on_commit_callbacks):
    now = timezone.now()
    keep(now=now - timedelta(days=1, minutes=1))
    young = keep(b"a log", "a.log", now=now - timedelta(hours=23))
    with django_capture_on_commit_callbacks(execute=True):
        actions.sweep(now=now)
    assert list(StoredFile.objects.all()) == [young]
    assert bytes_in(place) == [young.key]


def test_what_nothing_names_goes_with_its_bytes_and_bytes_without_a_row_too(place, django_capture_on_commit_callbacks):
    now = timezone.now()
    sent = keep(now=now - timedelta(hours=2))
    actions.send_off(holder=HOLDER)
    storages["files"].save("ab/ab0123", storages["files"].open(storage.path_of(sent)))
    with django_capture_on_commit_callbacks(execute=True):
        actions.sweep(now=now)
    assert StoredFile.objects.count() == 0
    assert bytes_in(place) == ["ab0123"]  # it may be an upload in hand
    for hour in range(2, 26):
        actions.sweep(now=now + timedelta(hours=hour))
    assert bytes_in(place) == []


def test_an_hour_looks_through_its_own_folders_and_a_day_through_all(place, monkeypatch):
    looked: list[str] = []
    monkeypatch.setattr(FileSystemStorage, "listdir", lambda self, path: looked.append(path) or ([], []))
    now = timezone.now()
    actions.sweep(now=now)
    assert len(looked) <= 11
    for hour in range(1, 24):
        actions.sweep(now=now + timedelta(hours=hour))
    assert sorted(looked) == [f"{number:02x}" for number in range(256)]


def test_many_rows_are_looked_through_in_short_statements(place, monkeypatch):
    monkeypatch.setattr("tickets.files.actions._STRETCH", 2)
    now = timezone.now()
    for number in range(5):
        keep(b"log %d" % number, f"{number}.log", holder=f"ticket:{number}", now=now - timedelta(hours=2))
    for number in (0, 4):
        actions.send_off(holder=f"ticket:{number}")
    actions.sweep(now=now)
    assert [file.name for file in StoredFile.objects.order_by("pk")] == ["1.log", "2.log", "3.log"]


def test_bytes_that_go_while_they_are_looked_at_stop_nothing(place, monkeypatch):
    now = timezone.now().replace(hour=0xAB % 24)
    storages["files"].save("ab/ab0123", ContentFile(b"x"))
    monkeypatch.setattr(FileSystemStorage, "listdir", lambda self, path: ([], [f"{path}ffff", "ab0123"]))
    actions.sweep(now=now + timedelta(days=1))
    assert bytes_in(place) == []


def test_in_a_bucket_too_bytes_may_go_while_they_are_looked_at(bucket, place, monkeypatch):
    now = timezone.now().replace(hour=0xAB % 24)
    bucket.save("ab/ab0123", ContentFile(b"x"))
    monkeypatch.setattr(bucket, "listdir", lambda path: ([], [f"{path}ffff", "ab0123"]))
    actions.sweep(now=now + timedelta(days=1))
    assert bytes_in(place) == []


def test_a_full_disk_is_a_refusal_and_leaves_nothing(place, monkeypatch):
    def full(self, name, content):
        raise OSError("No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    with pytest.raises(FileRefusedError) as refused:
        keep()
    assert (refused.value.refusal, refused.value.name) == (Refusal.NOT_NOW, "invoice.pdf")
    assert StoredFile.objects.count() == 0


def test_strangers_cannot_fill_the_disk(place, settings, caplog):
    settings.FILES_LEAVE_FREE = 1 << 60
    with pytest.raises(FileRefusedError) as refused:
        keep()
    assert (refused.value.refusal, refused.value.name) == (Refusal.NOT_NOW, "invoice.pdf")
    assert "FILES_LEAVE_FREE" in caplog.text
    assert bytes_in(place) == []
    settings.FILES_LEAVE_FREE = 0
    assert keep().size
