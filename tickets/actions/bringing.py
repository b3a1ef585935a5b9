"""Writes tickets that were another desk's: as they stood there, at their own times, and nothing is set off by it.

No mail, no clock, no automation, no question how it was: all of that begins with what happens to the ticket here.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from tickets import search_terms
from tickets.actions.hiding import said as masked
from tickets.brought import RULE, Brought, Said
from tickets.events import Kind, checked
from tickets.files.actions import attach, send_off
from tickets.files.inline import in_words
from tickets.models import Message, Participant, Tag, Ticket, TicketEvent, TicketTag, TicketTerms
from tickets.references import make_reference
from tickets.tags import MOST_OF_A_TICKET, tag_name
from web.secrets import mask


def bring_in(*, tickets: Sequence[Brought], now: datetime) -> list[int]:
    """Write these tickets whole, in the caller's transaction, and return their keys in the same order."""
    references = _free_references(len(tickets))
    rows = Ticket.objects.bulk_create(
        _ticket(each, reference, now) for each, reference in zip(tickets, references, strict=True)
    )
    pairs = list(zip(rows, tickets, strict=True))
    said = [(ticket, each) for ticket, brought in pairs for each in brought.said]
    messages = Message.objects.bulk_create(_message(ticket, each) for ticket, each in said)
    for message, (_row, each) in zip(messages, said, strict=True):
        if each.holders:
            attach(message=message, files=[file for holder in each.holders for file in send_off(holder=holder)])
    Participant.objects.bulk_create(
        Participant(ticket=ticket, name=_line(name)[:200], email=email)
        for ticket, brought in pairs
        for name, email in brought.participants
    )
    TicketEvent.objects.bulk_create(
        _solved(ticket, brought, at) for ticket, brought in pairs if (at := brought.finished_at)
    )
    _tag(pairs)
    _index(pairs, messages)
    return [row.pk for row in rows]


def know_tags(*, names: Iterable[str]) -> dict[str, int]:
    """The keys of these tags by their names, as tags are spelled; those that nobody used yet are made."""
    wanted = _as_spelled(names)
    known = dict(Tag.objects.filter(name__in=wanted).values_list("name", "pk"))
    if missing := sorted(wanted - set(known)):
        Tag.objects.bulk_create([Tag(name=name) for name in missing], ignore_conflicts=True)
        known |= dict(Tag.objects.filter(name__in=missing).values_list("name", "pk"))
    return known


def count_tags(*, names: Iterable[str]) -> tuple[int, int]:
    """How many tags these are as tags are spelled, and how many of them are here."""
    wanted = _as_spelled(names)
    return len(wanted), Tag.objects.filter(name__in=wanted).count()


def _as_spelled(names: Iterable[str]) -> set[str]:
    return {spelled for name in names if (spelled := tag_name(name))}


def _free_references(number: int) -> list[str]:
    """So many that no ticket has: among a million a new one is taken once in a million times."""
    found: set[str] = set()
    while len(found) < number:
        made = {make_reference() for _time in range(number - len(found))}
        found |= made - set(Ticket.objects.filter(reference__in=made).values_list("reference", flat=True))
    return list(found)


def _ticket(brought: Brought, reference: str, now: datetime) -> Ticket:
    return Ticket(
        reference=reference,
        subject=_line(mask(brought.subject).text)[:250],
        status=brought.status,
        priority=brought.priority,
        requester_name=_line(brought.requester_name)[:200],
        requester_email=brought.requester_email,
        customer_id=brought.customer,
        organisation_id=brought.organisation,
        locale=brought.locale,
        topic_kind="general",
        rule=RULE,
        reason=RULE,
        team_id=brought.team,
        assignee_id=brought.assignee,
        created_at=brought.created_at,
        updated_at=brought.updated_at,
        waiting_since=brought.waiting_since,
        first_replied_at=brought.first_replied_at,
        solved_at=brought.finished_at,
        imported_at=now,
    )


def _message(ticket: Ticket, said: Said) -> Message:
    return Message(
        ticket=ticket,
        kind=said.kind,
        channel=said.channel,
        author_id=said.author,
        author_name=_line(said.author_name)[:200],
        created_at=said.at,
        **masked(said.body),
    )


def _solved(ticket: Ticket, brought: Brought, at: datetime) -> TicketEvent:
    """What the figures of its days count it by."""
    arguments = {"before": str(brought.stood_at), "after": str(brought.status)}
    return TicketEvent(
        ticket=ticket,
        kind=Kind.STATUS,
        arguments=checked(Kind.STATUS, arguments),
        author_id=brought.assignee,
        author_name=_line(brought.assignee_name)[:200],
        created_at=at,
    )


def _tag(pairs: Sequence[tuple[Ticket, Brought]]) -> None:
    known = know_tags(names={name for _ticket, brought in pairs for name in brought.tags})
    TicketTag.objects.bulk_create(
        TicketTag(ticket=ticket, tag_id=known[name])
        for ticket, brought in pairs
        for name in list(dict.fromkeys(filter(None, map(tag_name, brought.tags))))[:MOST_OF_A_TICKET]
    )


def _index(pairs: Sequence[tuple[Ticket, Brought]], messages: Iterable[Message]) -> None:
    """As `tickets.actions.indexing` makes them from the rows, which are at hand here."""
    texts = {
        ticket.pk: [ticket.reference, ticket.subject, ticket.requester_name, ticket.requester_email]
        + [email for _name, email in brought.participants]
        for ticket, brought in pairs
    }
    for message in messages:
        texts[message.ticket_id].append(in_words(message.body))
    TicketTerms.objects.bulk_create(
        TicketTerms(ticket_id=key, terms=search_terms.merged([], search_terms.terms(*written)))
        for key, written in texts.items()
    )


def _line(text: str) -> str:
    return " ".join(text.split())
