"""What the rules ask of tickets, read for many at once: as many queries for a thousand as for one. Reads only."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef

from tickets.automations.rules import Facts, Field
from tickets.events import Kind
from tickets.models import Message, OutgoingEmail, Ticket, TicketEvent, TicketTag

# A machine writes to somebody once in that time.
REST = timedelta(days=1)


def facts_of(tickets: Sequence[Ticket], now: datetime) -> dict[int, Facts]:
    """What counts of each of the tickets, by primary key; their topics should be there already."""
    keys = [ticket.pk for ticket in tickets]
    tags: dict[int, set[str]] = defaultdict(set)
    for key, name in TicketTag.objects.filter(ticket__in=keys).values_list("ticket", "tag__name"):
        tags[key].add(name)
    channels, returned, written = _channels(keys), _returned(keys), _written(keys, now - REST)
    return {
        ticket.pk: Facts(
            one=_one(ticket, channels.get(ticket.pk, "")),
            subject=ticket.subject,
            tags=frozenset(tags[ticket.pk]),
            has_address=bool(ticket.requester_email),
            is_guarded=bool(ticket.proof) or ticket.disowned_at is not None,
            came_back=ticket.pk in returned,
            just_wrote=ticket.pk in written,
        )
        for ticket in tickets
    }


def quiet_since(keys: Sequence[int]) -> dict[int, datetime]:
    """Since when nobody said anything on these tickets, nor moved them; those that were never touched are left out."""
    found: dict[int, datetime] = {}
    said = Message.objects.filter(ticket__in=keys).exclude(kind=Message.Kind.NOTE)
    moved = TicketEvent.objects.filter(ticket__in=keys, kind=Kind.STATUS)
    for rows in (said, moved):
        for key, at in rows.order_by().values_list("ticket").annotate(at=Max("created_at")):
            found[key] = max(at, found.get(key, at))
    return found


def _one(ticket: Ticket, channel: str) -> dict[Field, str]:
    return {
        Field.TOPIC: ticket.topic.slug if ticket.topic else "",
        Field.PRODUCT: _said(ticket, "product"),
        Field.PLAN: _said(ticket, "plan"),
        Field.ROLE: _said(ticket, "role"),
        Field.RULE: ticket.rule,
        Field.LANGUAGE: ticket.locale,
        Field.TEAM: str(ticket.team_id or ""),
        Field.ASSIGNEE: str(ticket.assignee_id or ""),
        Field.PRIORITY: str(int(ticket.priority)),
        Field.STATUS: str(ticket.status),
        Field.CHANNEL: channel,
    }


def _said(ticket: Ticket, name: str) -> str:
    return str(ticket.identity.get(name) or "")


def _channels(keys: list[int]) -> dict[int, str]:
    """How the customer wrote last."""
    said = Message.objects.filter(ticket__in=keys, kind=Message.Kind.CUSTOMER)
    last = said.order_by("ticket", "-created_at", "-pk").distinct("ticket")
    return dict(last.values_list("ticket", "channel"))


def _returned(keys: list[int]) -> set[int]:
    """The tickets of which a mail to the requester came back."""
    mails = OutgoingEmail.objects.filter(ticket=OuterRef("pk"), returned_at__isnull=False)
    rows = Ticket.objects.filter(Exists(mails.filter(to_email__iexact=OuterRef("requester_email"))), pk__in=keys)
    return set(rows.values_list("pk", flat=True))


def _written(keys: list[int], since: datetime) -> set[int]:
    """The tickets on which a machine wrote to the customer since then."""
    replies = Message.objects.filter(ticket__in=keys, kind=Message.Kind.REPLY, author_name="", created_at__gt=since)
    return set(replies.values_list("ticket", flat=True))
