"""What the ticket's page shows of replies that leave later. Reads only."""

from dataclasses import dataclass

from django.urls import reverse

from tickets.actions.recording import name_of
from tickets.files.showing import ShownFile, shown_file
from tickets.models import Message, ScheduledReply, StoredFile, Ticket
from tickets.models.scheduled import holder_of_scheduled


@dataclass(frozen=True, slots=True)
class Later:
    """One of them. `customer_wrote`: it will be held back."""

    reply: ScheduledReply
    author: str
    files: list[ShownFile]
    customer_wrote: bool


def waiting_on(ticket: Ticket) -> list[Later]:
    """The ticket's, soonest first."""
    rows = list(ticket.scheduled.select_related("author"))
    if not rows:
        return []
    newest = (
        ticket.messages.filter(kind=Message.Kind.CUSTOMER).order_by("-pk").values_list("pk", flat=True).first() or 0
    )
    holders = [holder_of_scheduled(row.pk) for row in rows]
    files: dict[str, list[StoredFile]] = {}
    for file in StoredFile.objects.filter(waiting__holder__in=holders).select_related("waiting").order_by("pk"):
        files.setdefault(file.waiting.holder, []).append(file)
    return [
        Later(row, name_of(row.author), [_shown(ticket, file) for file in files.get(holder, [])], newest > row.seen)
        for row, holder in zip(rows, holders, strict=True)
    ]


def _shown(ticket: Ticket, file: StoredFile) -> ShownFile:
    return shown_file(file, reverse("admin:tickets_ticket_enclosed", args=[ticket.reference, file.key]))
