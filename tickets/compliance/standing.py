"""How a report stands by its clock, for who handles it. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tickets.compliance.clock import Deadline, Standing
from tickets.compliance.suspicion import Suspicion
from tickets.models import OutgoingEmail, Report, Ticket

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
    """The report that a ticket is or follows up; None for any other ticket."""
    if not ticket.is_report:
        return None
    rows = Report.objects.select_related("ticket", "kind").prefetch_related("kind__texts")
    return rows.filter(ticket=ticket.root_id or ticket.pk).first()


def clocks(report: Report, now: datetime) -> list[Clock]:
    """Both deadlines of a report, also where the law sets none."""
    given = (
        ("acknowledged", _("Acknowledged"), report.acknowledge_by, _acknowledged_at(report)),
        ("decided", _("Decided"), report.decide_by, report.ticket.solved_at),
    )
    return [Clock(key, label, by, at, Deadline(by, at).standing(now)) for key, label, by, at in given]


def suspicions_in_words(report: Report) -> list[str]:
    """Why it looks like a machine's; marks that nobody knows any more are left out."""
    return [str(SUSPICIONS[mark]) for mark in report.suspicions if mark in SUSPICIONS]


def _acknowledged_at(report: Report) -> datetime | None:
    """When the number stood on the page of who gave no address; else when a receipt left that didn't come back."""
    ticket = report.ticket
    if not ticket.requester_email:
        return ticket.created_at
    receipts = ticket.emails.filter(kind=OutgoingEmail.Kind.RECEIPT, sent_at__isnull=False, returned_at=None)
    times = [ticket.first_replied_at, receipts.values_list("sent_at", flat=True).first()]
    return min((at for at in times if at), default=None)
