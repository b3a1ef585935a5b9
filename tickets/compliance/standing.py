"""How a report stands by its clock, for who handles it. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tickets.compliance.clock import Deadline, Standing
from tickets.compliance.suspicion import Suspicion
from tickets.models import Message, OutgoingEmail, Report, Ticket

STANDINGS: dict[Standing, str | Promise] = {
    Standing.NONE: _("no deadline"),
    Standing.RUNNING: _("due"),
    Standing.LATE: _("overdue"),
    Standing.KEPT: _("in time"),
    Standing.MISSED: _("late"),
}
# The colours that other chips of the desk have for the like.
_TONES = {
    Standing.NONE: "closed",
    Standing.RUNNING: "pending",
    Standing.LATE: "failed",
    Standing.KEPT: "solved",
    Standing.MISSED: "failed",
}
_LABELS: dict[str, str | Promise] = {"acknowledged": _("Acknowledged"), "decided": _("Decided")}
SUSPICIONS: dict[str, str | Promise] = {
    Suspicion.TRAP: _("A field that nobody sees was filled in."),
    Suspicion.NO_PAGE: _("It wasn’t sent from a page of ours, or from one that was changed."),
    Suspicion.HASTY: _("It was sent within seconds of opening the page."),
}


@dataclass(frozen=True, slots=True)
class Clock:
    """One deadline as it is shown: its name, until when, when it was done, and how it stands."""

    key: str
    label: str | Promise
    by: datetime | None
    done_at: datetime | None
    standing: Standing

    @property
    def words(self) -> str:
        return str(STANDINGS[self.standing])

    @property
    def tone(self) -> str:
        return _TONES[self.standing]


def report_of(ticket: Ticket) -> Report | None:
    """The report that a ticket is, with a clock of its own; else the one it follows up. None for any other ticket."""
    if not ticket.is_report:
        return None
    rows = Report.objects.select_related("ticket", "kind").prefetch_related("kind__texts")
    # What followed up a report before follow-ups had clocks has no row.
    return rows.filter(ticket__in=(ticket.pk, ticket.root_id or ticket.pk)).order_by("-ticket").first()


def clocks(report: Report, now: datetime) -> list[Clock]:
    """Both deadlines of a report, also where the law sets none."""
    return [
        clock("acknowledged", report.acknowledge_by, _acknowledged_at(report), now),
        clock("decided", report.decide_by, report.ticket.solved_at, now),
    ]


def clock(key: str, by: datetime | None, done_at: datetime | None, now: datetime) -> Clock:
    """One deadline, acknowledged or decided, as it stands."""
    return Clock(key, _LABELS[key], by, done_at, Deadline(by, done_at).standing(now))


def suspicions_in_words(report: Report) -> list[str]:
    """Why it looks like a machine's; marks that nobody knows any more are left out."""
    return [str(SUSPICIONS[mark]) for mark in report.suspicions if mark in SUSPICIONS]


def _acknowledged_at(report: Report) -> datetime | None:
    """When the page told who gave no address; else when a receipt left that didn't come back, or somebody answered."""
    ticket = report.ticket
    if not ticket.requester_email:
        return report.since
    receipts = ticket.emails.filter(kind=OutgoingEmail.Kind.RECEIPT, sent_at__gte=report.since, returned_at=None)
    replies = ticket.messages.filter(kind=Message.Kind.REPLY, created_at__gte=report.since)
    times = [
        receipts.values_list("sent_at", flat=True).first(),
        replies.order_by("created_at").values_list("created_at", flat=True).first(),
    ]
    return min((at for at in times if at), default=None)
