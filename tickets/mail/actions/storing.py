"""Keeps incoming mail, byte for byte, before anybody looks into it. Knows nothing of what a mail is."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.types import JSONDict

from tickets.mail.doors import Envelope
from tickets.mail.reading_tasks import read_email
from tickets.models import IncomingEmail, OriginalMail
from tickets.refusals import TicketRefusedError


def store_email(*, raw: bytes, envelope: Envelope | None = None, now: datetime | None = None) -> IncomingEmail:
    """The row of this mail, stored and queued to be read; the one that is there when the same bytes came before.

    `envelope` is what the door heard beside it. A copy for somebody else of ours adds them while it isn't read yet.
    """
    digest, heard = hashlib.sha256(raw).hexdigest(), envelope.as_row() if envelope else {}
    try:
        with transaction.atomic():
            row = IncomingEmail.objects.create(digest=digest, envelope=heard, received_at=now or timezone.now())
            OriginalMail.objects.create(incoming=row, content=raw)
            read_email.defer(incoming_id=row.pk)
            return row
    except IntegrityError:
        # Mail servers deliver again what they aren't sure of, twice at once too.
        return _with_recipients(digest, heard.get("recipients", []))


@transaction.atomic
def _with_recipients(digest: str, recipients: list[str]) -> IncomingEmail:
    row = IncomingEmail.objects.select_for_update(of=("self",)).get(digest=digest)
    known = row.envelope.get("recipients", [])
    others = [each for each in recipients if each not in known]
    if others and row.outcome == IncomingEmail.Outcome.RECEIVED:
        row.envelope["recipients"] = known + others
        row.save(update_fields=["envelope"])
    return row


@transaction.atomic
def read_again(*, incoming: IncomingEmail) -> IncomingEmail:
    """Queue a mail to be read once more: unreadable, with nothing found in it, or infected as the scanner said.

    Raises TicketRefusedError for one that was read.
    """
    row = IncomingEmail.objects.select_for_update(of=("self",)).get(pk=incoming.pk)
    if not row.may_be_read_again:
        raise TicketRefusedError("already_read")
    read_again_all(numbers=[row.pk])
    row.refresh_from_db()
    return row


@transaction.atomic
def read_again_all(*, numbers: Iterable[int]) -> int:
    """Queue those of these mails that may be read once more, and return how many they are."""
    unreadable = IncomingEmail.objects.filter(pk__in=numbers).to_read_again()
    found = list(unreadable.select_for_update(of=("self",)).values_list("pk", flat=True))
    unread = {"outcome": IncomingEmail.Outcome.RECEIVED, "reason": "", "failure": "", "threat": "", "attempts": 0}
    # Its own fingerprint is no earlier copy.
    unread["counts"] = False
    IncomingEmail.objects.filter(pk__in=found).update(**unread)
    jobs: list[JSONDict] = [{"incoming_id": number} for number in found]
    read_email.batch_defer(*jobs)
    return len(found)
