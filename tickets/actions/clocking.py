"""The law's clock of a report, begun anew for what comes after it was done with. In the caller's transaction."""

from datetime import datetime
from uuid import uuid4

from tickets.actions import recording
from tickets.compliance.clock import due
from tickets.compliance.standing import clocks, report_of
from tickets.events import Kind
from tickets.models import Report, ReportKind, Ticket


def follow_up(opened: Ticket, closed: Ticket, now: datetime) -> None:
    """What follows up a closed report is due by its kind as the report was, and is listed by it; no other ticket."""
    before = report_of(closed)
    if before is None:
        return
    Report.objects.create(
        ticket=opened,
        kind=before.kind,
        place=before.place,
        authority=before.authority,
        good_faith=before.good_faith,
        suspicions=before.suspicions,
        submission=uuid4(),
        **_deadlines(before.kind, now),
    )


def begin_anew(ticket: Ticket, now: datetime) -> None:
    """Of a locked report that was solved, and that its reporter opens again: how its clock stood goes on the record."""
    report = Report.objects.select_related("ticket", "kind").filter(ticket=ticket).first() if ticket.is_report else None
    if report is None:
        return
    stood = {clock.key: clock for clock in clocks(report, now)}
    recording.record(
        ticket,
        Kind.CLOCK_ANEW,
        None,
        now,
        since=_told(report.since),
        acknowledge_by=_told(report.acknowledge_by),
        acknowledged_at=_told(stood["acknowledged"].done_at),
        decide_by=_told(report.decide_by),
        decided_at=_told(stood["decided"].done_at),
    )
    Report.objects.filter(pk=report.pk).update(clock_began_at=now, **_deadlines(report.kind, now))


def _deadlines(kind: ReportKind, now: datetime) -> dict[str, datetime | None]:
    return {
        "acknowledge_by": due(now, hours=kind.acknowledge_hours),
        "decide_by": due(now, days=kind.decide_days),
    }


def _told(at: datetime | None) -> str:
    return at.isoformat() if at else ""
