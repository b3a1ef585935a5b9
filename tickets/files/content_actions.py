"""Bytes that several files have, kept once. A row says that they are there; the last file takes them along.

Who names content locks its row, and so does who deletes it. The bytes are under a key of their own, never under their
digest: content that is deleted while the same bytes come once more can't take the new ones along.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction

from tickets.files import byte_actions, names, storage
from tickets.files.kinds import BY_CONTENT_TYPE
from tickets.models import StoredContent, StoredFile

# What the row of a file says of its content as well.
_COLUMNS = ("content_type", "size", "width", "height", "has_thumbnail")


def kept_once(*, content: bytes, now: datetime) -> StoredContent:
    """These bytes as they are kept, stored now if they weren't; no file has them yet.

    Call it outside of a transaction: a picture takes a moment. Nothing is scanned here.
    Raises FileRefusedError: for what no upload may be either, and with NOT_NOW for a storage without room or answer.
    """
    digest = hashlib.sha256(content).hexdigest()
    known = StoredContent.objects.filter(digest=digest).first()
    if known is not None:
        return known
    prepared = byte_actions.prepare(content, byte_actions.kind_of(content))
    made = StoredContent(digest=digest, created_at=now, **prepared.columns)
    byte_actions.store(made.key, prepared)
    try:
        with transaction.atomic():
            StoredContent.objects.bulk_create([made], ignore_conflicts=True)
        row = StoredContent.objects.get(digest=digest)
    except BaseException:
        byte_actions.remove(_paths(made))
        raise
    if row.key != made.key:  # another worker was quicker
        byte_actions.remove(_paths(made))
    return row


def share(*, content: StoredContent, name: str, now: datetime) -> StoredFile:
    """A file with this content, in the caller's transaction, which has something name it.

    Raises StoredContent.DoesNotExist when the last file that had it went in the meantime: then it is to be kept anew.
    """
    row = StoredContent.objects.select_for_update(no_key=True).get(pk=content.pk)
    file = StoredFile(content=row, digest=row.digest, created_at=now)
    for column in _COLUMNS:
        setattr(file, column, getattr(row, column))
    file.name = names.tidy(name, BY_CONTENT_TYPE[row.content_type])
    file.save()
    return file


def of_file(*, file: StoredFile, now: datetime) -> StoredContent:
    """What is in a file, for others to share, in the caller's transaction; the bytes stay where they are.

    Those of an upload become content under the key that they have. Where a mail brought the same, it is that.
    Raises StoredFile.DoesNotExist for a file that was deleted in the meantime.
    """
    own = StoredFile.objects.select_for_update(of=("self",), no_key=True).select_related("content").get(pk=file.pk)
    if own.content is not None:
        return own.content
    made = StoredContent(key=own.key, digest=own.digest, created_at=now)
    for column in _COLUMNS:
        setattr(made, column, getattr(own, column))
    StoredContent.objects.bulk_create([made], ignore_conflicts=True)
    row = StoredContent.objects.get(digest=own.digest)
    if row.key == own.key:
        own.content = row
        own.save(update_fields=["content"])
    return row


def release(keys: Iterable[str]) -> None:
    """Delete those contents that no file has any more, in the caller's transaction; the bytes once that holds."""
    wanted = sorted(set(keys))
    if not wanted:
        return
    held = list(StoredContent.objects.filter(pk__in=wanted).order_by("pk").select_for_update())
    # Asked once they are ours: until then another file may have come to one.
    free = list(StoredContent.objects.filter(pk__in=[row.pk for row in held], files=None))
    StoredContent.objects.filter(pk__in=[row.pk for row in free]).delete()
    paths = [path for row in free for path in _paths(row)]
    transaction.on_commit(partial(byte_actions.remove, paths), robust=True)


def _paths(row: StoredContent) -> list[str]:
    return storage.paths_of_key(row.key, has_thumbnail=row.has_thumbnail)
