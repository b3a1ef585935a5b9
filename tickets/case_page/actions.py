"""What a case page changes: a message with its files, a nudge, and links that open nothing any more."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F

from accounts.models import User
from tickets.actions import recording
from tickets.actions.changing import set_language
from tickets.actions.writing import add_customer_message
from tickets.case_page.files import holder_of
from tickets.case_page.people import Person, has_stopped, link_of
from tickets.case_page.standing import nudge_time, touches_of
from tickets.events import Kind
from tickets.files import actions as stored
from tickets.files.kinds import FileRefusedError
from tickets.models import Message, Ticket
from tickets.models.merges import merged_into
from tickets.refusals import TicketRefusedError
from web.actions import take
from web.limits import claims
from web.network import Networks


@transaction.atomic
def write(*, ticket: Ticket, person: Person, body: str, submission: UUID | None = None, now: datetime) -> Message:
    """Add what this person wrote on the page with the files that waited, once for a submission.

    The message's ticket is where it went. Raises TicketRefusedError.
    """
    return add_customer_message(
        ticket=ticket,
        body=body,
        channel=Message.Channel.CASE_PAGE,
        author_name="" if person.is_requester else person.label,
        files=stored.send_off(holder=holder_of(ticket, person)),
        submission=submission,
        sender=person.email,
        now=now,
    )


def take_in(
    *, ticket: Ticket, person: Person, uploads: "Iterable[UploadedFile[Any]]", networks: Networks = (), now: datetime
) -> list[FileRefusedError]:
    """Keep files until this person's next message is sent; those that can't be kept are returned, the others stay.

    Raises TooOftenError past the limit.
    """
    refused = []
    for upload in uploads:
        take(claims("upload", networks=networks, link=link_of(ticket, person)), now=now)
        try:
            holder = holder_of(ticket, person)
            stored.take_in(holder=holder, name=upload.name or "", content=upload.read(), now=now)
        except FileRefusedError as problem:
            refused.append(problem)
    return refused


def remove(*, ticket: Ticket, person: Person, key: str) -> None:
    """Take out a file that wasn't sent yet; one that isn't there is no error."""
    stored.drop(holder=holder_of(ticket, person), key=key)


@transaction.atomic
def nudge(*, ticket: Ticket, person: Person, now: datetime) -> Ticket:
    """Write down that somebody is still waiting, once a day; the queue keeps its order, and no page goes stale.

    Raises TicketRefusedError for who doesn't wait, or not that long.
    """
    row = recording.lock(ticket)
    possible = nudge_time(row, touches_of(row))
    if possible is None or now < possible:
        raise TicketRefusedError("not_waiting_long")
    recording.record(row, Kind.NUDGE, None, now, email=person.email or row.requester)
    if recording.wake(row):
        recording.record(row, Kind.WOKEN, None, now)
    row.nudged_at = now
    row.save(update_fields=["nudged_at", "waiting_since"])
    return row


def choose_language(*, ticket: Ticket, person: Person, locale: str, now: datetime) -> Ticket:
    """Have emails about the ticket in another language. Raises TicketRefusedError for who isn't the requester."""
    if not person.is_requester:
        raise TicketRefusedError("not_theirs")
    return set_language(ticket=ticket, locale=locale, now=now)


@transaction.atomic
def stop_link(*, ticket: Ticket, person: Person, now: datetime) -> None:
    """Let this person's links open nothing any more, on the ticket and its chain; their mails carry none henceforth."""
    row = recording.lock(ticket)
    email = person.email.strip().lower()
    if not has_stopped(row, email):
        recording.record(row, Kind.CASE_LINK_STOPPED, None, now, email=email)


@transaction.atomic
def revoke_links(*, ticket: Ticket, author: User, now: datetime) -> Ticket:
    """Let no link of the ticket and its chain open anything any more; the next mail carries a new one."""
    row = recording.lock(ticket)
    move_on(row)
    recording.record(row, Kind.CASE_LINKS_REVOKED, author, now)
    return row


@transaction.atomic
def give_link_again(*, ticket: Ticket, email: str, author: User, now: datetime) -> Ticket:
    """Let the next mail to somebody who stopped their link carry a new one. All earlier links end, the stopped one too.

    Somebody who didn't stop theirs is no error, and nothing changes.
    """
    row = recording.lock(ticket)
    email = email.strip().lower()
    if has_stopped(row, email):
        move_on(row)
        recording.record(row, Kind.CASE_LINK_GIVEN_AGAIN, author, now, email=email)
    return row


def move_on(row: Ticket) -> None:
    """To the next round of links, on the whole chain, and on what was merged into it: those open this page as well."""
    chain = list(Ticket.objects.going_on_from(row.root_id or row.pk).values_list("pk", flat=True))
    Ticket.objects.filter(pk__in=[*chain, *merged_into(chain)]).update(case_epoch=F("case_epoch") + 1)
    row.refresh_from_db(fields=["case_epoch"])
