"""Writes on a ticket's thread: the customer's messages, the staff's replies and internal notes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.models import User
from tickets import workflow
from tickets.actions import acting, announcing, causing, clocking, hiding, indexing, opening, recording
from tickets.automations.rules import Trigger
from tickets.events import Kind
from tickets.files.actions import attach
from tickets.files.inline import in_words
from tickets.mail import emails
from tickets.mentions.actions import mention
from tickets.models import Attachment, Message, StoredFile, Ticket
from tickets.models.merges import is_on, merge_of
from tickets.refusals import TicketRefusedError


@transaction.atomic
def add_customer_message(
    *,
    ticket: Ticket,
    body: str,
    channel: str,
    author_name: str = "",
    quoted: str = "",
    attachments: list[dict[str, Any]] | None = None,
    files: Sequence[StoredFile] = (),
    mail_id: str = "",
    submission: UUID | None = None,
    sender: str = "",
    now: datetime | None = None,
) -> Message:
    """Add what the customer wrote and reopen the ticket; on a closed one, open a follow-up that links back.

    The returned message's `ticket` is where it went: of a merged ticket the one it was merged into, for a `sender` (the
    requester unless told) who is on that one.
    The same `submission` again adds nothing and returns the message that it brought.
    `attachments` are the files of the mail that it came with, each with name, type and size, in the mail's order.
    `files` were uploaded; they wait for nobody any more (`tickets.files.actions.send_off`).
    Raises TicketRefusedError when there is neither text nor attachment nor file.
    """
    if not body.strip() and not attachments and not files:
        raise TicketRefusedError("empty")
    now = now or timezone.now()
    extra: dict[str, Any] = {"author_name": author_name, "mail_id": mail_id, "submission": submission}
    target = _where_it_goes_on(recording.lock(ticket), sender)
    if submission is not None and (brought := brought_by(ticket, submission) or brought_by(target, submission)):
        return brought
    if target.is_closed:
        message = opening.follow_up(
            target, channel=Message.Channel(channel), now=now, body=body, quoted=quoted, files=files, **extra
        )
        name_files(message=message, files=attachments or [])
        return message
    extra["author_name"] = author_name or target.requester_name
    extra |= hiding.said(body, quoted)
    message = Message.objects.create(
        ticket=target, kind=Message.Kind.CUSTOMER, channel=channel, created_at=now, **extra
    )
    name_files(message=message, files=attachments or [])
    attach(message=message, files=files)
    indexing.note(target, message.body)
    if recording.wake(target):
        recording.record(target, Kind.WOKEN, None, now)
    if target.status in workflow.FINISHED:
        clocking.begin_anew(target, now)
    recording.move(target, workflow.Event.CUSTOMER_WROTE, None, now)
    recording.save(target, now)
    causing.cause(target, Trigger.WROTE)
    announcing.said(message)
    return message


def brought_by(ticket: Ticket, submission: UUID) -> Message | None:
    """The message that a submission brought to the ticket or to what goes on from it, or None."""
    tickets = Ticket.objects.going_on_from(ticket.root_id or ticket.pk).values("pk")
    return Message.objects.filter(ticket__in=tickets, submission=submission).first()


@transaction.atomic
def reply(
    *,
    ticket: Ticket,
    author: User | None,
    body: str,
    solve: bool = False,
    expected_version: int | None = None,
    held_until: datetime | None = None,
    files: Sequence[StoredFile] = (),
    own_words: str = "",
    translated_into: str = "",
    now: datetime | None = None,
) -> Message:
    """Send a public reply by email to everyone on the ticket, and set it to pending, or to solved with `solve`.

    Its mail leaves at `held_until` at the earliest. An unassigned ticket becomes the author's. An automation's has
    no author, and leaves the ticket whose it was. `body` may be a machine's translation of the author's `own_words`.
    Raises TicketRefusedError (empty, closed, proof not checked) or TicketChangedError.
    """
    if not body.strip():
        raise TicketRefusedError("empty")
    now = now or timezone.now()
    row = recording.lock(ticket, expected_version)
    if row.is_closed:
        raise TicketRefusedError(workflow.Refusal.CLOSED)
    translated = {"own_words": own_words.strip(), "translated_into": translated_into} if translated_into else {}
    message = _write(row, author, Message.Kind.REPLY, body, now, held_until=held_until, **translated)
    attach(message=message, files=files)
    enclosed = list(message.attachments.select_related("file")) if files else []
    recording.queue(emails.replies(row, message, enclosed), at=held_until)
    row.first_replied_at = row.first_replied_at or now
    if row.assignee_id is None and author is not None:
        row.assignee = author
        recording.record(row, Kind.ASSIGNED, author, now, to=recording.name_of(author))
    recording.move(row, workflow.Event.SOLVE if solve else workflow.Event.STAFF_REPLIED, author, now)
    recording.save(row, now)
    return message


@transaction.atomic
def add_note(
    *,
    ticket: Ticket,
    author: User | None,
    body: str,
    expected_version: int | None = None,
    files: Sequence[StoredFile] = (),
    now: datetime | None = None,
) -> Message:
    """Add an internal note that only staff see; it moves nothing. Whom it mentions is told.

    Raises TicketRefusedError (empty, somebody is mentioned who may not see the ticket) or TicketChangedError.
    """
    if not body.strip():
        raise TicketRefusedError("empty")
    now = now or timezone.now()
    row = recording.lock(ticket, expected_version)
    message = _write(row, author, Message.Kind.NOTE, body, now)
    attach(message=message, files=files)
    mention(ticket=row, note=message, author=author, now=now)
    recording.save(row, now)
    return message


def _write(ticket: Ticket, author: User | None, kind: Message.Kind, body: str, now: datetime, **more: Any) -> Message:
    indexing.note(ticket, in_words(body), in_words(more.get("own_words", "")))
    # The customer reads who wrote a reply, and no automation's name.
    machine = acting.signature() if kind == Message.Kind.NOTE else ""
    message = Message.objects.create(
        ticket=ticket,
        kind=kind,
        channel=Message.Channel.ADMIN,
        author=author,
        author_name=recording.name_of(author) or machine,
        body=body.strip(),
        created_at=now,
        **more,
    )
    announcing.said(message)
    return message


def name_files(*, message: Message, files: list[dict[str, Any]]) -> None:
    """Name the files of the mail that the message came with, and have a worker keep what may be kept by itself."""
    Attachment.objects.bulk_create(
        Attachment(
            message=message,
            position=place,
            name=file["name"].replace("\0", "")[:200],
            content_type=file["type"].replace("\0", "")[:200],
            size=file["size"],
            mail_part=place,
            waits=True,
        )
        for place, file in enumerate(files)
    )
    if files:
        # By its name: what keeps them builds on what is written here. Mail that waits to be read goes first.
        app.configure_task("tickets.keep_mail_files", queue="incoming", priority=-1).defer(message_id=message.pk)


def _where_it_goes_on(ticket: Ticket, sender: str = "") -> Ticket:
    """The ticket itself; for a closed one that which it was merged into, else the newest follow-up still alive."""
    sender = sender or ticket.requester_email
    while ticket.is_closed:
        merge = merge_of(ticket)
        if merge is not None and is_on(merge.target, sender):
            ticket = recording.lock(merge.target)
            continue
        following = ticket.follow_ups.select_for_update(of=("self",)).order_by("-id").first()
        if following is None:
            break
        ticket = following
    return ticket
