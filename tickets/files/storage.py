"""Where the bytes lie: a private folder, or a bucket. No address of the site leads there."""

from django.core.files.storage import Storage, storages

from tickets.models import StoredFile


def place() -> Storage:
    """The storage of people's files, as settings.STORAGES names it."""
    return storages["files"]


def path_of(file: StoredFile) -> str:
    """Where its content is; the key says nothing of whose it is."""
    return f"{file.key[:2]}/{file.key}"


def thumbnail_path_of(file: StoredFile) -> str:
    """Where its small picture is."""
    return f"{path_of(file)}.webp"


def paths_of(file: StoredFile) -> list[str]:
    """Everything of it that is stored."""
    return [path_of(file), thumbnail_path_of(file)] if file.has_thumbnail else [path_of(file)]
