"""Keeps the files of what somebody is writing, with the draft, until it is sent."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from tickets.files import actions as stored
from tickets.files.inline import without
from tickets.files.kinds import FileRefusedError
from tickets.models import ReplyDraft, StoredFile, Ticket, WaitingFile
from tickets.models.replies import holder_of_draft
from web.actions import take
from web.limits import claims


def enclose(
    *, ticket: Ticket, author: User, uploads: "Iterable[UploadedFile[Any]]", now: datetime
) -> list[FileRefusedError]:
    """Keep files with the author's draft; those that can't be kept are returned, the others stay.

    Raises TooOftenError past the limit.
    """
    holder, refused = holder_of_draft(ticket.pk, author.pk), []
    for upload in uploads:
        take(claims("upload", about="staff", customer=author.pk), now=now)
        try:
            stored.take_in(holder=holder, name=upload.name or "", content=upload.read(), now=now)
        except FileRefusedError as problem:
            refused.append(problem)
        else:
            # The draft is what the file waits with, though no word of it may be written yet.
            ReplyDraft.objects.get_or_create(ticket=ticket, author=author, defaults={"body": "", "saved_at": now})
    return refused


@transaction.atomic
def take_out(*, ticket: Ticket, author: User, key: str) -> None:
    """Delete a file of the author's draft, and its place in the text; one that isn't there is no error."""
    stored.drop(holder=holder_of_draft(ticket.pk, author.pk), key=key)
    draft = ReplyDraft.objects.select_for_update(of=("self",)).filter(ticket=ticket, author=author).first()
    if draft is None:
        return
    draft.body = without(draft.body, key)
    draft.translation = without(draft.translation, key)
    draft.save(update_fields=["body", "translation"])
    if not draft.body.strip() and not draft.translation.strip() and not has_files(ticket, author):
        draft.delete()


def put_with_draft(*, ticket: Ticket, author: User, files: Iterable[StoredFile]) -> None:
    """Let files that no message has any more wait with the author's draft, in the caller's transaction."""
    holder = holder_of_draft(ticket.pk, author.pk)
    WaitingFile.objects.bulk_create([WaitingFile(file=file, holder=holder) for file in files])


def has_files(ticket: Ticket, author: User) -> bool:
    """Whether any file waits with the author's draft."""
    return StoredFile.objects.waiting_for(holder_of_draft(ticket.pk, author.pk)).exists()
