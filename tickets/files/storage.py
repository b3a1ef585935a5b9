"""Where the bytes lie: a private folder, or a bucket. No address of the site leads there."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from tickets.models import StoredFile


class StorageAwayError(Exception):
    """The folder or the bucket doesn't hand out what it has; its own error is the cause."""


def place() -> Storage:
    """The storage of people's files, as settings.STORAGES names it."""
    return storages["files"]


def fetch(path: str) -> File[Any]:
    """The bytes, ready to be read. Raises FileNotFoundError when they are gone, else StorageAwayError."""
    try:
        # A bucket hands them out only when it is opened once more; until then they may go.
        return place().open(path).open()
    except FileNotFoundError:
        raise
    except Exception as error:  # each storage has its own
        if _is_gone(path):
            raise FileNotFoundError(path) from error
        raise StorageAwayError from error


def modified_at(path: str) -> datetime | None:
    """When the bytes were written, or None when they are gone by now. Raises StorageAwayError."""
    try:
        return place().get_modified_time(path)
    except Exception as error:  # each storage has its own
        if _is_gone(path):
            return None
        raise StorageAwayError from error


def _is_gone(path: str) -> bool:
    try:
        return not place().exists(path)
    except Exception:  # each storage has its own
        return False


def has_room(size: int) -> bool:
    """Whether so many bytes more leave the folder's disk what the rest of the machine lives on; a bucket has no end."""
    here = place()
    if not isinstance(here, FileSystemStorage):
        return True
    folder = Path(here.location)
    # Nothing was kept yet, and the folder is made with the first file.
    existing = next(each for each in (folder, *folder.parents) if each.exists())
    return shutil.disk_usage(existing).free - size >= settings.FILES_LEAVE_FREE


def path_of(file: StoredFile) -> str:
    """Where its content is: its own, or what it has in common with others."""
    return path_of_key(_key_of(file))


def path_of_key(key: str) -> str:
    """Where the content with this key is, which says nothing of whose it is."""
    return f"{key[:2]}/{key}"


def thumbnail_path_of(file: StoredFile) -> str:
    """Where its small picture is."""
    return thumbnail_of_key(_key_of(file))


def thumbnail_of_key(key: str) -> str:
    """Where the small picture of this content is."""
    return f"{path_of_key(key)}.webp"


def paths_of(file: StoredFile) -> list[str]:
    """Everything of it that is stored."""
    return paths_of_key(_key_of(file), has_thumbnail=file.has_thumbnail)


def paths_of_key(key: str, *, has_thumbnail: bool) -> list[str]:
    """Everything that is stored of this content."""
    return [path_of_key(key), thumbnail_of_key(key)] if has_thumbnail else [path_of_key(key)]


def _key_of(file: StoredFile) -> str:
    return file.content_id or file.key
