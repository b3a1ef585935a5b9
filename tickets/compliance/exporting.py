"""A report as a regulator gets it: one value with all that was said in public, by when, and its files. Reads only.

Internal notes are not in it, nor is anything of who handled it but the names that they answered with.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.dateparse import parse_datetime

from tickets.compliance.standing import Clock, clock, clocks, report_of
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
class Round:
    """A clock of the case, the report's first one or one that began anew with what came later."""

    case: str
    since: datetime
    clocks: tuple[Clock, ...]


@dataclass(frozen=True, slots=True)
class ExportedCase:
    """The whole case, with what follows it up. `clocks` are those of the newest round."""

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
    rounds: tuple[Round, ...]
    said: tuple[Said, ...]
    steps: tuple[Step, ...]

    @property
    def status_words(self) -> str:
        """The status in the active language."""
        return _in_words(self.status)


def case_of(report: Report, now: datetime) -> ExportedCase:
    """The case of a report, or of what follows one up, as it stands now: from its first ticket on."""
    if report.ticket.root and (first := report_of(report.ticket.root)):
        report = first
    ticket = report.ticket
    chain = list(Ticket.objects.going_on_from(ticket.pk).order_by("pk"))
    rounds = sorted(_rounds(chain, now), key=lambda each: each.since)
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
        clocks=rounds[-1].clocks,
        rounds=tuple(rounds),
        said=tuple(_said(chain)),
        steps=tuple(_steps(chain)),
    )


def plain(case: ExportedCase) -> dict[str, Any]:
    """The case as JSON has it: times in ISO 8601, deadlines by their keys."""
    whole = asdict(case)
    whole["clocks"] = _by_key(case.clocks)
    whole["rounds"] = [asdict(each) | {"clocks": _by_key(each.clocks)} for each in case.rounds]
    return whole


def _by_key(clocks: tuple[Clock, ...]) -> dict[str, Any]:
    return {each.key: {"by": each.by, "done_at": each.done_at, "standing": str(each.standing)} for each in clocks}


def _rounds(chain: list[Ticket], now: datetime) -> Iterator[Round]:
    """Those that ended, by the record, and those that run or ended last."""
    for event in TicketEvent.objects.filter(ticket__in=chain, kind=Kind.CLOCK_ANEW).select_related("ticket"):
        told = {name: parse_datetime(value) for name, value in event.arguments.items()}
        ended = [clock(key, told[f"{verb}_by"], told[f"{key}_at"], now) for key, verb in _VERBS]
        yield Round(event.ticket.reference, told["since"] or event.created_at, tuple(ended))
    for report in Report.objects.filter(ticket__in=chain).select_related("ticket"):
        yield Round(report.ticket.reference, report.since, tuple(clocks(report, now)))


_VERBS = (("acknowledged", "acknowledge"), ("decided", "decide"))


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
