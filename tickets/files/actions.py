"""Everything that keeps, hands on or deletes a file. Rows and bytes: the row first decides, the bytes follow it."""

import hashlib
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from itertools import batched

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Min, QuerySet

from tickets.files import byte_actions, content_actions, names, scanner, storage
from tickets.files.kinds import FileRefusedError, Refusal
from tickets.models import Attachment, Message, StoredContent, StoredFile, WaitingFile

logger = logging.getLogger(__name__)

# How long a file waits for the message it was picked for, unless a rule says otherwise.
UNSENT_FOR = timedelta(days=1)
# An upload in hand has bytes and no row yet.
_IN_HAND = timedelta(hours=1)
_BATCH = 500
# So many rows are looked through by one statement.
_STRETCH = 20_000
# The folders of the storage, by the first two digits of the keys; each has its hour of the day.
_FOLDERS = [f"{number:02x}" for number in range(256)]
_HOURS = 24


def take_in(*, holder: str, name: str, content: bytes, now: datetime) -> StoredFile:
    """Keep one file, which then waits for `holder` until it is sent, dropped or forgotten a day later.

    `holder` names what it will be sent with ("conversation:…", "ticket:…"); one holder has settings.FILES_MOST files at
    most. The same file twice is kept once: an upload that is tried again changes nothing. Call it outside of a
    transaction (a picture takes a moment) and count it with web.limits ("upload") before.
    Raises FileRefusedError, whose words are `tickets.files.refusals.words_of`.
    """
    digest = hashlib.sha256(content).hexdigest()
    try:
        if known := _known(holder, digest):
            return known
        file = _stored(name, content, digest, now)
    except FileRefusedError as refused:
        raise FileRefusedError(refused.refusal, refused.name or names.shown(name)) from refused
    try:
        with transaction.atomic():
            _take_turn(holder)
            known = _known(holder, digest)
            if known is None:
                file.save()
                WaitingFile.objects.create(file=file, holder=holder)
    except BaseException:
        byte_actions.remove(storage.paths_of(file))
        raise
    if known is not None:
        byte_actions.remove(storage.paths_of(file))
    return known or file


def take_copy(*, holder: str, file: StoredFile, now: datetime) -> StoredFile:
    """Let a file with the same content wait for the holder: the bytes are there once, and no picture is drawn anew.

    Raises StoredFile.DoesNotExist or StoredContent.DoesNotExist for what was deleted in the meantime.
    """
    with transaction.atomic():
        content = content_actions.of_file(file=file, now=now)
        copy = content_actions.share(content=content, name=file.name, now=now)
        WaitingFile.objects.create(file=copy, holder=holder)
    return copy


def drop(*, holder: str, key: str) -> None:
    """Delete a file that waits for the holder; one that isn't there, or isn't its own, is no error."""
    with transaction.atomic():
        file = StoredFile.objects.waiting_for(holder).filter(key=key).select_for_update(of=("self",)).first()
        if file is not None:
            _delete([file])


def drop_all(*, holder: str) -> None:
    """Delete everything that waits for the holder."""
    with transaction.atomic():
        _delete(list(StoredFile.objects.waiting_for(holder)))


def send_off(*, holder: str) -> list[StoredFile]:
    """The files that waited for the holder, which wait no longer: the caller's message names them, in its transaction.

    What isn't named by any message when the transaction ends is swept away.
    """
    files = list(StoredFile.objects.waiting_for(holder).select_for_update(of=("self",)))
    WaitingFile.objects.filter(file__in=files).delete()
    return files


def attach(*, message: Message, files: Iterable[StoredFile]) -> None:
    """Put files on a ticket's message, behind those it has; from then on they live as long as the ticket.

    In the caller's transaction, before its receipt is written. Take them from `send_off(holder=…)`.
    """
    begin = message.attachments.count()
    Attachment.objects.bulk_create(
        Attachment(
            message=message,
            position=place,
            name=file.name[:200],
            content_type=file.content_type,
            size=file.size,
            file=file,
        )
        for place, file in enumerate(files, begin)
    )


def forget(*, files: Iterable[StoredFile]) -> None:
    """Delete those of the files that nothing names any more: a ticket that has one keeps it."""
    with transaction.atomic():
        keys = [file.pk for file in files]
        _delete(list(StoredFile.objects.named_by_nothing().filter(pk__in=keys)))


def sweep(*, now: datetime, unsent_for: timedelta | None = UNSENT_FOR) -> None:
    """Delete what was never sent within that time (None: it may wait for ever), rows that nothing names, and bytes
    without a row.

    Meant for every hour. Rows are looked through each time, in short statements; of the bytes those of this hour's
    folders, so that a day goes over all.
    """
    if unsent_for is not None:
        _delete_all(StoredFile.objects.unsent_since(now - unsent_for))
    nobodys = StoredFile.objects.named_by_nothing().filter(created_at__lte=now - _IN_HAND)
    ends = StoredFile.objects.aggregate(first=Min("pk", default=1), last=Max("pk", default=0))
    for first in range(ends["first"], ends["last"] + 1, _STRETCH):
        _delete_all(nobodys.filter(pk__gte=first, pk__lt=first + _STRETCH))
    for folder in _FOLDERS[now.hour :: _HOURS]:
        _sweep_folder(folder, now)


def _delete_all(rows: QuerySet[StoredFile]) -> None:
    while _delete_some(rows):
        pass


@transaction.atomic
def _delete_some(rows: QuerySet[StoredFile]) -> bool:
    """Delete a batch. What was sent this very moment is left alone: each is asked about again once its row is ours."""
    found = [file.pk for file in rows.select_for_update(of=("self",)).order_by("pk")[:_BATCH]]
    _delete(list(rows.filter(pk__in=found)))
    return bool(found)


def _stored(name: str, content: bytes, digest: str, now: datetime) -> StoredFile:
    """The unsaved row of what is stored now."""
    kind = byte_actions.kind_of(content)
    _scan(content)
    prepared = byte_actions.prepare(content, kind)
    file = StoredFile(name=names.tidy(name, kind), digest=digest, created_at=now, **prepared.columns)
    byte_actions.store(file.key, prepared)
    return file


def _scan(content: bytes) -> None:
    """As it was sent: drawn anew, a picture may no longer hold what was hidden in it."""
    try:
        threat = scanner.threat_in(content)
    except scanner.ScannerAwayError as error:
        logger.exception("Files are refused: the virus scanner is away")
        raise FileRefusedError(Refusal.NOT_NOW) from error
    if threat:
        logger.warning("A file was refused: %s", threat)
        raise FileRefusedError(Refusal.INFECTED)


def _known(holder: str, digest: str) -> StoredFile | None:
    """The same file, if it waits already. Raises FileRefusedError when no other has room."""
    waiting = list(StoredFile.objects.waiting_for(holder))
    known = next((file for file in waiting if file.digest == digest), None)
    if known is None and len(waiting) >= settings.FILES_MOST:
        raise FileRefusedError(Refusal.TOO_MANY)
    return known


def _take_turn(holder: str) -> None:
    """Uploads of one holder come one after the other, to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"files:{holder}"])


def _delete(files: list[StoredFile]) -> None:
    """The rows now, the bytes once that holds; what other files have as well stays."""
    # Read once more, as theirs: since they were found a split may have come to share what was one file's own.
    held = list(StoredFile.objects.filter(pk__in=[file.pk for file in files]).order_by("pk").select_for_update())
    WaitingFile.objects.filter(file__in=held).delete()
    StoredFile.objects.filter(pk__in=[file.pk for file in held]).delete()
    content_actions.release(file.content_id for file in held if file.content_id)
    paths = [path for file in held if not file.content_id for path in storage.paths_of(file)]
    transaction.on_commit(partial(byte_actions.remove, paths), robust=True)


def _sweep_folder(folder: str, now: datetime) -> None:
    """Content that no file came to have, and bytes whose row was never written, or is gone while the process was."""
    unused = StoredContent.objects.filter(key__startswith=folder, files=None, created_at__lte=now - _IN_HAND)
    with transaction.atomic():
        content_actions.release(unused.values_list("pk", flat=True))
    place = storage.place()
    try:
        stored = place.listdir(folder)[1]
    except FileNotFoundError:
        return
    for some in batched(stored, _BATCH, strict=False):
        keys = {name.partition(".")[0] for name in some}
        known = set(StoredFile.objects.filter(key__in=keys, content=None).values_list("key", flat=True))
        known |= set(StoredContent.objects.filter(pk__in=keys).values_list("pk", flat=True))
        paths = [f"{folder}/{name}" for name in some if name.partition(".")[0] not in known]
        byte_actions.remove([path for path in paths if _is_old(path, now)])


def _is_old(path: str, now: datetime) -> bool:
    """Whether it is no upload in hand; what is gone by now needs nothing any more."""
    written = storage.modified_at(path)
    return written is not None and written <= now - _IN_HAND
