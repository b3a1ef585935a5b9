"""Keeps what a member of staff is writing, so that a closed page or another machine loses nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from tickets.files import actions as stored
from tickets.models import Message, ReplyDraft, ScheduledReply, Ticket
from tickets.models.replies import holder_of_draft
from tickets.replies.actions.enclosing import has_files
from tickets.replies.translating import Translation, restored


@transaction.atomic
def keep_draft(
    *,
    ticket: Ticket,
    author: User,
    body: str,
    is_note: bool,
    macros: Sequence[int] = (),
    translation: Translation | None = None,
    seen: int | None = None,
    now: datetime,
) -> ReplyDraft | None:
    """Keep the text as the author's draft on the ticket; an empty one without files goes, and None is returned.

    `seen` is the newest message on the page that it was typed on: what comes from a page whose text was sent since is
    late and no draft any more. Without a `translation` the draft's stays as it is.
    """
    if seen is not None and Message.objects.filter(ticket=ticket, author=author, pk__gt=seen).exists():
        return None
    text = translation.text if translation else ""
    if not body.strip() and not text.strip() and not has_files(ticket, author):
        ReplyDraft.objects.filter(ticket=ticket, author=author).delete()
        return None
    typed: dict[str, Any] = {"body": body, "is_note": is_note, "macros": list(macros), "saved_at": now}
    if translation is not None:
        typed |= {"translation": text, "translated_into": translation.into, "translated_of": translation.of}
    return ReplyDraft.objects.update_or_create(ticket=ticket, author=author, defaults=typed)[0]


@transaction.atomic
def keep_translation(*, draft: ReplyDraft, translation: Translation) -> bool:
    """Put what a machine made of the draft beside it, unless the draft is gone; whether it is there."""
    kept = {"translation": translation.text, "translated_into": translation.into, "translated_of": translation.of}
    return bool(ReplyDraft.objects.filter(pk=draft.pk).update(**kept))


def put_back(
    *, ticket: Ticket, author: User, sent: Message | ScheduledReply, macros: Sequence[int], now: datetime
) -> ReplyDraft | None:
    """Make what doesn't leave the author's draft again, in their own words; in the caller's transaction."""
    known = ReplyDraft.objects.filter(ticket=ticket, author=author).first()
    back = restored(
        sent=sent.body,
        own_words=sent.own_words,
        into=sent.translated_into,
        begun=known.body if known else "",
        begun_translation=known.translation if known else "",
    )
    translation = back.translation if back.translation.text else None
    return keep_draft(
        ticket=ticket,
        author=author,
        body=back.body,
        is_note=False,
        macros=macros,
        translation=translation,
        now=now,
    )


@transaction.atomic
def discard_draft(*, ticket: Ticket, author: User) -> None:
    """Throw the author's draft on the ticket away, with its files."""
    stored.drop_all(holder=holder_of_draft(ticket.pk, author.pk))
    ReplyDraft.objects.filter(ticket=ticket, author=author).delete()
