"""What the rules ask about two tickets, and what staff are told before they merge. Reads only."""

from django.utils import timezone

from accounts.models import User
from tickets.compliance.standing import report_of
from tickets.mail.emails import is_known
from tickets.merging.rules import Side
from tickets.models import Message, Ticket

# So many tickets of the same person are offered.
MOST_OFFERED = 5


def side_of(ticket: Ticket) -> Side:
    """What counts of the ticket."""
    report = report_of(ticket)
    waiting = Message.objects.filter(ticket=ticket, held_until__gt=timezone.now())
    return Side(
        key=ticket.pk,
        address=ticket.requester_email,
        is_closed=ticket.is_closed,
        is_held=is_held(ticket),
        is_stopped=ticket.disowned_at is not None,
        # What followed up a report before follow-ups had clocks has no kind.
        report=(str(report.kind_id) if report else "report") if ticket.is_report else "",
        reply_waits=waiting.exists(),
    )


def is_held(ticket: Ticket) -> bool:
    """Whether a legal hold keeps the ticket or another of its chain. That the law keeps a report is no hold."""
    return Ticket.objects.going_on_from(ticket.root_id or ticket.pk).filter(legal_hold=True).exists()


def offered(ticket: Ticket, reader: User) -> list[Ticket]:
    """Other tickets of the same person that it could go into, the latest first."""
    if not ticket.requester_email:
        return []
    rows = Ticket.objects.visible_to(reader).of_address(ticket.requester_email)
    kin = rows.reports() if ticket.is_report else rows.without_reports()
    return list(kin.exclude(pk=ticket.pk).exclude(status="closed").order_by("-created_at")[:MOST_OFFERED])


def readers(ticket: Ticket) -> list[str]:
    """The addresses of who is on the ticket, the requester first."""
    others = ticket.participants.order_by("pk").values_list("email", flat=True)
    return [address for address in (ticket.requester_email, *others) if address]


def everybody(source: Ticket, target: Ticket) -> list[str]:
    """The addresses of who will be on the target, each once, its own people first."""
    found: dict[str, str] = {}
    for address in (*readers(target), *readers(source)):
        found.setdefault(address.lower(), address)
    return list(found.values())


def unproved(source: Ticket) -> str:
    """The requester's address where nobody has shown yet that they read mail there; else ""."""
    return "" if is_known(source, source.requester_email) else source.requester_email
