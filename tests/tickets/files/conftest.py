"""A folder of its own for the files of each test."""

from pathlib import Path

import pytest
from django.core.files import File
from django.core.files.storage import FileSystemStorage, storages
from django.utils import timezone
from django.utils.functional import cached_property

from tests.pictures import PDF
from tickets.files import actions

HOLDER = "ticket:1"


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    """Where the bytes are."""
    options = {**settings.STORAGES["files"]["OPTIONS"], "location": tmp_path / "files"}
    settings.STORAGES = {**settings.STORAGES, "files": {**settings.STORAGES["files"], "OPTIONS": options}}
    return tmp_path / "files"


class NoSuchKeyError(Exception):
    """What a bucket says of what it doesn't have."""


class Bucket(FileSystemStorage):
    """A folder with the manners of a bucket: bytes come at the first read, and its errors are its own."""

    is_away = False

    def _open(self, name, mode="rb"):
        return Lazy(self, super()._open(name, mode).name)

    def exists(self, name):
        if self.is_away:
            raise ConnectionError
        return super().exists(name)

    def get_modified_time(self, name):
        if not self.exists(name):
            raise NoSuchKeyError
        return super().get_modified_time(name)


class Lazy(File):
    """What a bucket opens: nothing yet but a name."""

    def __init__(self, bucket, name):
        self.bucket, self.name, self.mode = bucket, name, "rb"

    @cached_property
    def file(self):
        if not self.bucket.exists(self.name):
            raise NoSuchKeyError
        return Path(self.name).open("rb")


@pytest.fixture
def bucket(settings, place):
    """The folder behaves as a bucket does."""
    backend = {**settings.STORAGES["files"], "BACKEND": "tests.tickets.files.conftest.Bucket"}
    settings.STORAGES = {**settings.STORAGES, "files": backend}
    return storages["files"]


def keep(content=PDF, name="invoice.pdf", holder=HOLDER, now=None):
    """A file that waits to be sent."""
    return actions.take_in(holder=holder, name=name, content=content, now=now or timezone.now())


def bytes_in(folder):
    """What is stored there."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file())
