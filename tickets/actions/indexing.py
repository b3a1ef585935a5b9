"""Keeps what a ticket is found by, in the transaction of the action that wrote on it."""

from tickets import search_terms
from tickets.models import Message, Ticket, TicketTerms


def note(ticket: Ticket, *texts: str) -> None:
    """Let the ticket be found by these texts too; its row is new or locked by the caller."""
    row = TicketTerms.objects.filter(ticket=ticket).first()
    if row is None:
        known = sorted(all_terms(ticket))
        TicketTerms.objects.create(ticket=ticket, terms=search_terms.merged(known, search_terms.terms(*texts)))
        return
    merged = search_terms.merged(row.terms, search_terms.terms(*texts))
    if merged != row.terms:
        row.terms = merged
        row.save(update_fields=["terms"])


def all_terms(ticket: Ticket) -> set[int]:
    """The terms of the ticket, of the people on it and of every message."""
    written = Message.objects.filter(ticket=ticket).exclude(body="").values_list("body", flat=True)
    people = ticket.participants.values_list("email", flat=True)
    return search_terms.terms(*own_texts(ticket), *people, *written)


def own_texts(ticket: Ticket) -> tuple[str, ...]:
    """What stands on the ticket itself."""
    return ticket.reference, ticket.subject, ticket.requester_name, ticket.requester_email
