"""Replies that leave later: put off, taken back into the editor, sent, or held back when something happened since."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from tickets.actions import recording
from tickets.events import Kind
from tickets.files import actions as stored
from tickets.models import Macro, Message, ReplyDraft, ScheduledReply, Ticket, WaitingFile
from tickets.models.replies import holder_of_draft
from tickets.models.scheduled import holder_of_scheduled
from tickets.refusals import TicketRefusedError
from tickets.replies.actions.drafting import discard_draft, put_back
from tickets.replies.actions.enclosing import put_with_draft
from tickets.replies.actions.sending import send_reply
from tickets.replies.scheduling import Hold, Standing, hold
from tickets.snoozing import is_possible

logger = logging.getLogger(__name__)
_AT_ONCE = 500


@transaction.atomic
def schedule(
    *,
    ticket: Ticket,
    author: User,
    body: str,
    solve: bool,
    leaves_at: datetime,
    expected_version: int,
    macros: Sequence[Macro] = (),
    own_words: str = "",
    translated_into: str = "",
    now: datetime,
) -> ScheduledReply:
    """Keep a reply that leaves then, with the files of the author's draft; nothing of the ticket changes before.

    Raises TicketRefusedError (empty, closed, no such time) or TicketChangedError.
    """
    row = recording.lock(ticket, expected_version)
    if not body.strip():
        raise TicketRefusedError("empty")
    if row.is_closed:
        raise TicketRefusedError("closed")
    if not is_possible(leaves_at, now):
        raise TicketRefusedError("no_time")
    made = ScheduledReply.objects.create(
        ticket=row,
        author=author,
        body=body.strip(),
        own_words=own_words.strip() if translated_into else "",
        translated_into=translated_into,
        solve=solve,
        macros=[macro.pk for macro in macros],
        seen=row.messages.aggregate(newest=Max("pk"))["newest"] or 0,
        leaves_at=leaves_at,
        created_at=now,
    )
    files = stored.send_off(holder=holder_of_draft(row.pk, author.pk))
    holder = holder_of_scheduled(made.pk)
    WaitingFile.objects.bulk_create([WaitingFile(file=file, holder=holder) for file in files])
    discard_draft(ticket=row, author=author)
    recording.record(row, Kind.REPLY_SCHEDULED, author, now, at=leaves_at.isoformat(timespec="seconds"))
    recording.save(row, now)
    return made


@transaction.atomic
def take_to_edit(*, scheduled: ScheduledReply, author: User, now: datetime) -> ReplyDraft | None:
    """Let it not leave: text and files are in this person's draft. Raises TicketRefusedError when it has left."""
    row, reply = _locked(scheduled)
    files = stored.send_off(holder=holder_of_scheduled(reply.pk))
    put_with_draft(ticket=row, author=author, files=files)
    reply.delete()
    recording.record(row, Kind.REPLY_UNSCHEDULED, author, now)
    recording.save(row, now)
    return put_back(ticket=row, author=author, sent=reply, macros=reply.macros, now=now)


@transaction.atomic
def send_scheduled(*, scheduled: ScheduledReply, wait: timedelta = timedelta(0), now: datetime) -> Message:
    """Send it now, whatever happened since: somebody has looked. Raises TicketRefusedError."""
    row, reply = _locked(scheduled)
    return _send(row, reply, wait, now)


def send_due(*, now: datetime) -> int:
    """Send each whose time has come, or hold it back; returns how many left."""
    due = ScheduledReply.objects.filter(held_back="", leaves_at__lte=now).order_by("leaves_at", "pk")
    return sum(_leave(reply, now) for reply in due[:_AT_ONCE])


def _leave(scheduled: ScheduledReply, now: datetime) -> bool:
    try:
        return _leave_or_hold(scheduled, now)
    except TicketRefusedError as refusal:
        # Taken back or sent by hand this very moment, or a rule of the ticket says no.
        if refusal.reason != "gone":
            _hold_back(scheduled, Hold.REFUSED, now)
    except Exception:
        # One that can't be sent keeps no other here.
        logger.exception("Scheduled reply %s stays", scheduled.pk)
    return False


@transaction.atomic
def _leave_or_hold(scheduled: ScheduledReply, now: datetime) -> bool:
    row, reply = _locked(scheduled)
    if reply.held_back:
        return False
    if reason := hold(standing(row, reply)):
        _hold_back(reply, reason, now)
        return False
    _send(row, reply, timedelta(0), now)
    return True


def standing(ticket: Ticket, reply: ScheduledReply) -> Standing:
    """How the ticket stands by now."""
    since = set(
        ticket.messages.filter(pk__gt=reply.seen).exclude(kind=Message.Kind.NOTE).values_list("kind", flat=True)
    )
    may = reply.author.is_active and reply.author.has_perm("tickets.change_ticket")
    return Standing(
        is_closed=ticket.is_closed,
        customer_wrote=Message.Kind.CUSTOMER in since,
        answered=Message.Kind.REPLY in since,
        author_may=may and Ticket.objects.visible_to(reply.author).filter(pk=ticket.pk).exists(),
    )


def _send(row: Ticket, reply: ScheduledReply, wait: timedelta, now: datetime) -> Message:
    message = send_reply(
        ticket=row,
        author=reply.author,
        body=reply.body,
        solve=reply.solve,
        expected_version=row.version,
        macros=list(Macro.objects.filter(pk__in=reply.macros)),
        files_of=holder_of_scheduled(reply.pk),
        own_words=reply.own_words,
        translated_into=reply.translated_into,
        wait=wait,
        now=now,
    )
    reply.delete()
    return message


@transaction.atomic
def _hold_back(scheduled: ScheduledReply, reason: Hold, now: datetime) -> None:
    row = recording.lock(scheduled.ticket)
    if ScheduledReply.objects.filter(pk=scheduled.pk, held_back="").update(held_back=reason):
        recording.record(row, Kind.REPLY_HELD_BACK, None, now, reason=reason)
        recording.save(row, now)


def _locked(scheduled: ScheduledReply) -> tuple[Ticket, ScheduledReply]:
    """Ticket and reply, locked in the order of every action."""
    row = recording.lock(scheduled.ticket)
    rows = ScheduledReply.objects.select_related("author").select_for_update(of=("self",))
    reply = rows.filter(pk=scheduled.pk).first()
    if reply is None:
        raise TicketRefusedError("gone")
    return row, reply
