"""Sends what staff wrote, with everything that goes with it: all of it happens, or nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from tickets.actions import recording, writing
from tickets.files import actions as stored
from tickets.macros import actions as macro_actions
from tickets.models import Macro, Message, SentReply, Ticket, TicketEvent, TicketTag
from tickets.models.replies import holder_of_draft
from tickets.replies.actions.drafting import discard_draft
from tickets.replies.restoring import snapshot

# Rows are of no use soon after; a page that was left open may still ask.
_KEPT = timedelta(minutes=5)


@transaction.atomic
def send_reply(
    *,
    ticket: Ticket,
    author: User,
    body: str,
    solve: bool,
    expected_version: int,
    macros: Sequence[Macro] = (),
    files_of: str = "",
    own_words: str = "",
    translated_into: str = "",
    wait: timedelta = timedelta(0),
    seen: int | None = None,
    now: datetime,
) -> Message:
    """Send a public reply, as `tickets.actions.reply` does, and do what goes with the macros that it was written with.

    For as long as `wait` its mail stays here, only staff see it, and its author can take it back. The files of
    the author's draft go along; the draft goes. The same once more from a page that had `seen` no message newer than
    this one is the same reply, whose answer was lost on its way. Raises TicketRefusedError or TicketChangedError.
    """
    if sent := _sent_already(recording.lock(ticket), author, Message.Kind.REPLY, body, seen):
        return sent
    before = recording.lock(ticket, expected_version)
    if recording.wake(before):
        before.save(update_fields=["waiting_since"])
    last_event, tags = _last_event(ticket), _tags(ticket)
    until = now + wait if wait else None
    message = writing.reply(
        ticket=ticket,
        author=author,
        body=body,
        solve=solve,
        expected_version=expected_version,
        held_until=until,
        files=stored.send_off(holder=files_of or holder_of_draft(ticket.pk, author.pk)),
        own_words=own_words,
        translated_into=translated_into,
        now=now,
    )
    macro_actions.apply(macros=macros, ticket=ticket, author=author, now=now)
    if not files_of:
        discard_draft(ticket=ticket, author=author)
    SentReply.objects.filter(until__lt=now - _KEPT).delete()
    if until is not None:
        events = TicketEvent.objects.filter(ticket=ticket, pk__gt=last_event).values_list("pk", flat=True)
        SentReply.objects.create(
            message=message,
            author=author,
            until=until,
            before=snapshot(before),
            after=snapshot(Ticket.objects.get(pk=ticket.pk)),
            events=list(events),
            macros=[macro.pk for macro in macros],
            tags=sorted(_tags(ticket) - tags),
        )
    return message


@transaction.atomic
def write_note(
    *,
    ticket: Ticket,
    author: User,
    body: str,
    expected_version: int | None = None,
    macros: Sequence[Macro] = (),
    files_of: str = "",
    seen: int | None = None,
    now: datetime,
) -> Message:
    """Add an internal note, and do what goes with the macros that it was written with.

    As a reply it takes the author's draft along, unless its files wait for `files_of`. `seen` as of `send_reply`: the
    same note from the same page is written once. Raises TicketRefusedError or TicketChangedError.
    """
    if written := _sent_already(recording.lock(ticket), author, Message.Kind.NOTE, body, seen):
        return written
    files = stored.send_off(holder=files_of or holder_of_draft(ticket.pk, author.pk))
    message = writing.add_note(
        ticket=ticket, author=author, body=body, expected_version=expected_version, files=files, now=now
    )
    macro_actions.apply(macros=macros, ticket=ticket, author=author, now=now)
    if not files_of:
        discard_draft(ticket=ticket, author=author)
    return message


def _sent_already(ticket: Ticket, author: User, kind: Message.Kind, body: str, seen: int | None) -> Message | None:
    """What this author wrote on the locked ticket with these very words since the page that they stand on was made."""
    if seen is None:
        return None
    return ticket.messages.filter(author=author, kind=kind, body=body.strip(), pk__gt=seen).first()


def _tags(ticket: Ticket) -> set[int]:
    return set(TicketTag.objects.filter(ticket=ticket).values_list("pk", flat=True))


def _last_event(ticket: Ticket) -> int:
    newest = TicketEvent.objects.filter(ticket=ticket).order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0
