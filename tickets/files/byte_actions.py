"""What a file is kept as, and its bytes into the storage and out of it. Knows no rows but the limits of a file."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile

from tickets.files import kinds, pictures, storage
from tickets.files.kinds import FileRefusedError, Kind, Refusal

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file as it is kept: `content` in bytes, and of a picture its pixels and a small WebP; 0 and b"" for others."""

    kind: Kind
    content: bytes
    width: int = 0
    height: int = 0
    thumbnail: bytes = b""

    @property
    def columns(self) -> dict[str, Any]:
        """What a row says of it."""
        return {
            "content_type": self.kind.content_type,
            "size": len(self.content),
            "width": self.width,
            "height": self.height,
            "has_thumbnail": bool(self.thumbnail),
        }


def kind_of(content: bytes) -> Kind:
    """What the content is; raises FileRefusedError for what may not come in, or is larger than FILE_LARGEST."""
    if len(content) > settings.FILE_LARGEST:
        raise FileRefusedError(Refusal.TOO_LARGE)
    return kinds.kind_of(content)


def prepare(content: bytes, kind: Kind) -> Prepared:
    """What is kept of it: a picture is drawn anew, any other file stays as it is. Raises FileRefusedError."""
    if not kind.picture:
        return Prepared(kind, content)
    drawn = pictures.clean(content, kind)
    return Prepared(kind, drawn.content, drawn.width, drawn.height, drawn.thumbnail)


def store(key: str, file: Prepared) -> None:
    """The bytes, before there is a row of them. Raises FileRefusedError for a full disk or a bucket that is away."""
    if not storage.has_room(len(file.content)):
        logger.error("Files are refused: their disk has less than FILES_LEAVE_FREE")
        raise FileRefusedError(Refusal.NOT_NOW)
    try:
        storage.place().save(storage.path_of_key(key), ContentFile(file.content))
        if file.thumbnail:
            storage.place().save(storage.thumbnail_of_key(key), ContentFile(file.thumbnail))
    except Exception as error:  # each storage has its own
        logger.exception("A file couldn't be stored")
        remove(storage.paths_of_key(key, has_thumbnail=bool(file.thumbnail)))
        raise FileRefusedError(Refusal.NOT_NOW) from error


def remove(paths: Iterable[str]) -> None:
    """Delete bytes; what can't be deleted now is found by the sweep."""
    for path in paths:
        try:
            storage.place().delete(path)
        except Exception:  # each storage has its own
            logger.warning("A file's bytes couldn't be deleted", exc_info=True)
