"""Keeps files of mails by themselves, as uploads are kept: told by their content, pictures drawn anew, the same once.

What no upload may be (an archive, a web page, an office document) stays in the raw mail, for staff to save.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from tickets.files import content_actions
from tickets.files.kinds import FileRefusedError, Refusal
from tickets.mail.attached import files_of
from tickets.mail.opening import opened
from tickets.models import Attachment, OriginalMail, StoredContent

# Of one mail. A picture takes up to a second, and no person sends more of them.
_MOST = 40
# So many messages are asked for by one statement.
_STRETCH = 500


def keep_files(*, message_id: int, now: datetime) -> None:
    """Keep what the mail of this message brought and may be kept; safe to run any number of times.

    A mail that the scanner objects to stays as it is. Raises FileRefusedError (NOT_NOW) for a storage without room or
    answer and StoredContent.DoesNotExist for content that was deleted meanwhile: then it is to be tried again.
    """
    waiting = list(Attachment.objects.filter(message=message_id, waits=True).order_by("position"))
    contents = _contents(message_id) if waiting else []
    for row in waiting[:_MOST]:
        place = row.mail_part
        _keep(row, contents[place] if place is not None and place < len(contents) else b"", now)
    Attachment.objects.filter(pk__in=[row.pk for row in waiting[_MOST:]]).update(waits=False)


def waiting_messages() -> Iterator[int]:
    """The messages whose files wait, newest first; those that come to wait meanwhile are left to their jobs."""
    rows, last = Attachment.objects.filter(waits=True).order_by("-message"), None
    while some := list(
        (rows if last is None else rows.filter(message__lt=last))
        .values_list("message", flat=True)
        .distinct()[:_STRETCH]
    ):
        yield from some
        last = some[-1]


def how_many_wait() -> int:
    """Of how many messages files wait."""
    return Attachment.objects.filter(waits=True).values("message").distinct().count()


def _contents(message_id: int) -> list[bytes]:
    """What is in each file of the mail; nothing of one that is gone, or isn't to be handed out."""
    raw = OriginalMail.objects.filter(incoming__message=message_id, incoming__threat="").first_raw()
    return [file.content for file in files_of(opened(raw))] if raw is not None else []


def _keep(row: Attachment, content: bytes, now: datetime) -> None:
    try:
        kept = content_actions.kept_once(content=content, now=now)
    except FileRefusedError as refused:
        if refused.refusal == Refusal.NOT_NOW:
            raise
        kept = None
    _note(row, kept, now)


@transaction.atomic
def _note(row: Attachment, kept: StoredContent | None, now: datetime) -> None:
    """Write down what became of the file, unless it was redacted or deleted while it was looked at."""
    unchanged = Attachment.objects.filter(pk=row.pk, waits=True, mail_part=row.mail_part)
    fresh = unchanged.select_for_update(of=("self",)).first()
    if fresh is None:
        content_actions.release([kept.pk] if kept else [])
        return
    fresh.waits = False
    if kept is not None:
        fresh.file = content_actions.share(content=kept, name=row.name, now=now)
        fresh.content_type, fresh.size = kept.content_type, kept.size
    fresh.save(update_fields=["waits", "file", "content_type", "size"])
