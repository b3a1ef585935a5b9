"""Keeps what a ticket is found by, in the transaction of the action that wrote on it; and makes it anew for many."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tickets import search_terms
from tickets.files.inline import in_words
from tickets.models import Message, Participant, Ticket, TicketTerms

# So many tickets are locked at once, for a part of a second.
BATCH = 500


@dataclass(frozen=True, slots=True)
class Indexed:
    """One batch: the key of its last ticket, how many it had, and how many of them were found by something else."""

    last: int
    looked_at: int
    changed: int


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
    said = Message.objects.filter(ticket=ticket).exclude(body="").values_list("body", "own_words")
    written = [text for texts in said for text in texts]
    people = ticket.participants.values_list("email", flat=True)
    return search_terms.terms(*own_texts(ticket), *people, *map(in_words, written))


def index_again(*, after: int = 0, since: datetime | None = None) -> Iterator[Indexed]:
    """Makes anew what tickets are found by, batch by batch in the order of their keys, each batch a transaction.

    Those behind the key `after`, and that changed `since` then. Stopped anywhere, it goes on after the last batch.
    """
    rows = Ticket.objects.filter(updated_at__gte=since) if since else Ticket.objects.all()
    while done := _index_batch(list(rows.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH])):
        yield done
        after = done.last


def index_these(*, keys: list[int]) -> None:
    """Makes anew what these tickets are found by: something was taken off them."""
    _index_batch(sorted(keys))


@transaction.atomic
def _index_batch(keys: list[int]) -> Indexed | None:
    if not keys:
        return None
    # Whoever writes on a ticket locks it first.
    tickets = Ticket.objects.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",))
    own = {ticket.pk: own_texts(ticket) for ticket in tickets}
    written: dict[int, list[str]] = defaultdict(list)
    for texts in (
        Message.objects.filter(ticket__in=own).values_list("ticket", "body"),
        Message.objects.filter(ticket__in=own).exclude(own_words="").values_list("ticket", "own_words"),
        Participant.objects.filter(ticket__in=own).values_list("ticket", "email"),
    ):
        for key, text in texts:
            written[key].append(in_words(text))
    held = dict(TicketTerms.objects.filter(ticket__in=own).values_list("ticket", "terms"))
    made = {key: search_terms.merged([], search_terms.terms(*own[key], *written[key])) for key in own}
    changed = [TicketTerms(ticket_id=key, terms=terms) for key, terms in made.items() if held.get(key) != terms]
    TicketTerms.objects.bulk_create(changed, update_conflicts=True, unique_fields=["ticket"], update_fields=["terms"])
    return Indexed(keys[-1], len(keys), len(changed))


def own_texts(ticket: Ticket) -> tuple[str, ...]:
    """What stands on the ticket itself."""
    return ticket.reference, ticket.subject, ticket.requester_name, ticket.requester_email
