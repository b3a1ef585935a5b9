"""Takes words and files out of a case, for good: from the ticket, its chain, its messages, and mail both ways."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app

from accounts.models import User
from tickets.actions import recording
from tickets.actions.indexing import index_these
from tickets.events import Kind
from tickets.files import actions as stored
from tickets.models import Attachment, IncomingEmail, OriginalMail, StoredFile, Ticket
from tickets.redaction.places import Change, changes, naming
from tickets.redaction.raw_mail import without_file
from tickets.redaction.words import MARK, can_be_taken, without, without_in_lines
from tickets.refusals import TicketRefusedError
from web.secrets import mask


@transaction.atomic
def redact_words(*, ticket: Ticket, words: str, reason: str, author: User, now: datetime) -> int:
    """Put a mark in place of the words wherever they stand in the case; returns in how many rows they stood.

    The case is the ticket with its chain, which has the same proof and conversation. Raises TicketRefusedError without
    a reason, for words that are too short or nowhere, and for what the law or a hold wants kept.
    """
    chain = _chain(ticket, reason)
    if not can_be_taken(words):
        raise TicketRefusedError("words_too_short")
    found = changes([row.pk for row in chain], words)
    if not found:
        raise TicketRefusedError("words_nowhere")
    _write(found)
    index_these(keys=sorted(row.pk for row in chain))
    _record(chain, without(reason, words), author, now, what="words")
    return len(found)


@transaction.atomic
def redact_file(*, ticket: Ticket, attachment: Attachment, reason: str, author: User, now: datetime) -> None:
    """Take the file off its message, out of the raw mail it came in, and out of the store where nothing else has it.

    Its place on the thread stays, and says so. Raises TicketRefusedError as for words.
    """
    chain = _chain(ticket, reason)
    row = Attachment.objects.select_for_update(of=("self",)).select_related("file", "message").get(pk=attachment.pk)
    if row.message.ticket_id not in {each.pk for each in chain} or row.is_redacted:
        raise TicketRefusedError("no_such_file")
    name, file, place = row.name, row.file, row.mail_part
    row.name, row.content_type, row.size, row.file, row.mail_part, row.waits = MARK, "", 0, None, None, False
    row.save()
    if file is not None:
        _unname(file)
        # With its smaller picture, and what was drawn anew.
        stored.forget(files=[file])
    if place is not None:
        _out_of_mail(row.message_id, place)
    for each in chain:
        told = without_in_lines(each.transcript, name, ("files",))
        Ticket.objects.filter(pk=each.pk).update(transcript=told)
    _record(chain, reason, author, now, what="file")


def _chain(ticket: Ticket, reason: str) -> list[Ticket]:
    """The tickets of the case, locked in the order of their keys."""
    rows = Ticket.objects.going_on_from(ticket.root_id or ticket.pk).order_by("pk")
    chain = list(rows.select_for_update(of=("self",)))
    if any(row.legal_hold or row.is_report or row.topic_kind == "compliance" for row in chain):
        raise TicketRefusedError("held")
    if not reason.strip():
        raise TicketRefusedError("no_reason_to_redact")
    return chain


def _record(chain: list[Ticket], reason: str, author: User, now: datetime, *, what: str) -> None:
    """On each ticket, whose page is another one now."""
    told = mask(" ".join(reason.split())).text
    for row in chain:
        fresh = recording.lock(row)
        recording.record(fresh, Kind.REDACTED, author, now, what=what, reason=told)
        recording.save(fresh, now)
    # What was made of the old words, elsewhere: translations, summaries, and what the ticket is near to.
    app.configure_task("messenger.forget_help").defer(keys=[row.pk for row in chain])


def _write(found: Iterable[Change]) -> None:
    for change in found:
        type(change.row)._default_manager.filter(pk=change.row.pk).update(**change.columns)


def _unname(file: StoredFile) -> None:
    """Nothing else keeps the file: what names it elsewhere goes first."""
    for each in naming(file):
        _write(each.changes)
        each.rows.delete()


def _out_of_mail(message_id: int, place: int) -> None:
    row = IncomingEmail.objects.select_for_update(of=("self",)).filter(message=message_id).first()
    if row is None:
        return
    files = [*row.attachments]
    if place < len(files):
        files[place] = {"name": MARK, "type": "", "size": 0}
    IncomingEmail.objects.filter(pk=row.pk).update(attachments=files)
    kept = OriginalMail.objects.filter(pk=row.pk)
    raw = kept.first_raw()
    if raw is not None:
        kept.update(content=without_file(raw, place), is_packed=False)
