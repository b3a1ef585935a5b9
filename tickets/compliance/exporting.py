"""A report as a regulator gets it: one value with all that was said in public, by when, and its files. Reads only.

Internal notes are not in it, nor is anything of who handled it but the names that they answered with.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from tickets.compliance.standing import Clock, clocks
from tickets.events import Kind
from tickets.models import Attachment, Message, Report, Ticket, TicketEvent


@dataclass(frozen=True, slots=True)
class File:
    """One file of a message; the digest (SHA-256) says that it is the one that was sent, where we know it."""

    name: str
    content_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Said:
    """One message, from the reporter or from us."""

    case: str
    from_us: bool
    author: str
    at: datetime
    text: str
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """The status changed."""

    case: str
    before: str
    after: str
    at: datetime

    @property
    def words(self) -> tuple[str, str]:
        """Both in the active language."""
        return _in_words(self.before), _in_words(self.after)


@dataclass(frozen=True, slots=True)
class ExportedCase:
    """The whole case, with what follows it up."""

    reference: str
    law: str
    law_name: str
    kind: str
    kind_name: str
    status: str
    language: str
    received_at: datetime
    exported_at: datetime
    site: str
    reporter_name: str
    reporter_email: str
    authority: str
    good_faith: bool
    place: str
    clocks: tuple[Clock, ...]
    said: tuple[Said, ...]
    steps: tuple[Step, ...]

    @property
    def status_words(self) -> str:
        """The status in the active language."""
        return _in_words(self.status)


def case_of(report: Report, now: datetime) -> ExportedCase:
    """The case of a report as it stands now."""
    ticket = report.ticket
    chain = list(Ticket.objects.going_on_from(ticket.pk).order_by("pk"))
    return ExportedCase(
        reference=ticket.reference,
        law=report.kind.law,
        law_name=report.kind.get_law_display(),
        kind=report.kind.key,
        kind_name=report.kind.label(),
        status=chain[-1].status,
        language=ticket.locale,
        received_at=ticket.created_at,
        exported_at=now,
        site=settings.SITE_URL,
        reporter_name=ticket.requester_name,
        reporter_email=ticket.requester_email,
        authority=report.authority,
        good_faith=report.good_faith,
        place=report.place,
        clocks=tuple(clocks(report, now)),
        said=tuple(_said(chain)),
        steps=tuple(_steps(chain)),
    )


def plain(case: ExportedCase) -> dict[str, Any]:
    """The case as JSON has it: times in ISO 8601, deadlines by their keys."""
    whole = asdict(case)
    whole["clocks"] = {
        clock.key: {"by": clock.by, "done_at": clock.done_at, "standing": str(clock.standing)} for clock in case.clocks
    }
    return whole


def _said(chain: list[Ticket]) -> Iterator[Said]:
    rows = Message.objects.filter(ticket__in=chain).visible_to_customer().select_related("ticket")
    for row in rows.prefetch_related("attachments__file"):
        yield Said(
            case=row.ticket.reference,
            from_us=row.kind == Message.Kind.REPLY,
            author=row.author_name,
            at=row.created_at,
            text=row.body,
            files=tuple(map(_file, row.attachments.all())),
        )


def _in_words(status: str) -> str:
    return str(Ticket.Status(status).label)


def _file(attachment: Attachment) -> File:
    digest = attachment.file.digest if attachment.file else ""
    return File(attachment.name, attachment.content_type, attachment.size, digest)


def _steps(chain: list[Ticket]) -> Iterator[Step]:
    for event in TicketEvent.objects.filter(ticket__in=chain, kind=Kind.STATUS).select_related("ticket"):
        yield Step(event.ticket.reference, event.arguments["before"], event.arguments["after"], event.created_at)
