"""A folder of its own for the files of each test."""

import pytest
from django.utils import timezone

from tests.pictures import PDF
from tickets.files import actions

HOLDER = "ticket:1"


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    """Where the bytes are."""
    options = {**settings.STORAGES["files"]["OPTIONS"], "location": tmp_path / "files"}
    settings.STORAGES = {**settings.STORAGES, "files": {**settings.STORAGES["files"], "OPTIONS": options}}
    return tmp_path / "files"


def keep(content=PDF, name="invoice.pdf", holder=HOLDER, now=None):
    """A file that waits to be sent."""
    return actions.take_in(holder=holder, name=name, content=content, now=now or timezone.now())


def bytes_in(folder):
    """What is stored there."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file())
