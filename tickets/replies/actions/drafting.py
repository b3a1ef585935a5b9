"""Keeps what a member of staff is writing, so that a closed page or another machine loses nothing."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from tickets.files import actions as stored
from tickets.models import Message, ReplyDraft, Ticket
from tickets.models.replies import holder_of_draft
from tickets.replies.actions.enclosing import has_files


@transaction.atomic
def keep_draft(
    *,
    ticket: Ticket,
    author: User,
    body: str,
    is_note: bool,
    macros: Sequence[int] = (),
    seen: int | None = None,
    now: datetime,
) -> ReplyDraft | None:
    """Keep the text as the author's draft on the ticket; an empty one without files goes, and None is returned.

    `seen` is the newest message on the page that it was typed on: what comes from a page whose text was sent since is
    late and no draft any more.
    """
    if seen is not None and Message.objects.filter(ticket=ticket, author=author, pk__gt=seen).exists():
        return None
    if not body.strip() and not has_files(ticket, author):
        ReplyDraft.objects.filter(ticket=ticket, author=author).delete()
        return None
    typed = {"body": body, "is_note": is_note, "macros": list(macros), "saved_at": now}
    return ReplyDraft.objects.update_or_create(ticket=ticket, author=author, defaults=typed)[0]


@transaction.atomic
def discard_draft(*, ticket: Ticket, author: User) -> None:
    """Throw the author's draft on the ticket away, with its files."""
    stored.drop_all(holder=holder_of_draft(ticket.pk, author.pk))
    ReplyDraft.objects.filter(ticket=ticket, author=author).delete()
