"""Which tickets somebody may read here, and what the list and the thread show of them. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from accounts.models import Visitor
from accounts.speakers import organisation_of, spoken_for
from messenger.conversations.actions.handover import MEMBER
from messenger.models import Conversation
from tickets.case_page.links import hide_tokens
from tickets.case_page.people import masked, stopped
from tickets.customer_words import CUSTOMER_STATUS
from tickets.files.showing import Earlier, ShownFile, shown
from tickets.models import Message, Participant, StoredFile, Ticket
from tickets.models.merges import moved_from
from tickets.models.tickets import TicketQuerySet
from web.masked_words import told

MOST = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """One ticket of the list, as it goes on now; `address` leads to its thread, or to one's own conversation."""

    ticket: Ticket
    status: Promise | str
    address: str
    asked_by: str
    member: str


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the thread."""

    key: int
    name: str
    is_own: bool
    is_team: bool
    words: str
    at: datetime
    hidden: list[str]
    files: list[ShownFile]
    # That a machine translated it, in its own language.
    translated: str = ""


def cases_of(visitor: Visitor | None) -> TicketQuerySet:
    """The first tickets of the chains that the visitor may read: of the organisation they speak for, and those that
    they were added to by the address of this very login. Somebody at a legacy domain reads none here."""
    if visitor is None or organisation_of(visitor) is None:
        return Ticket.objects.none()
    on = Participant.objects.alias(address=Lower("email")).filter(address=visitor.email.lower())
    chains = {root or key for key, root in on.values_list("ticket__pk", "ticket__root")}
    readable = Q(pk__in=chains)
    organisation = spoken_for(visitor)
    if organisation is not None:
        readable |= Q(organisation=organisation)
    return Ticket.objects.without_reports().filter(readable, root=None)


def case_of(visitor: Visitor | None, reference: str) -> Ticket | None:
    """The first ticket of this reference's chain, if the visitor may read it."""
    named = Ticket.objects.filter(reference=reference).values_list("pk", "root").first()
    first = (named[1] or named[0]) if named else 0
    ticket = cases_of(visitor).filter(pk=first).select_related("organisation").first()
    if ticket is None or visitor is None or visitor.email.lower() in stopped(ticket):
        return None
    return ticket


def newest(first: Ticket) -> Ticket:
    """The ticket in which it goes on."""
    return Ticket.objects.going_on_from(first.pk).order_by("-pk").first() or first


def listed(visitor: Visitor | None) -> list[Listed]:
    """Those tickets, the latest changed first; at most MOST."""
    firsts = list(cases_of(visitor).order_by("-updated_at", "-pk")[:MOST])
    own = Conversation.objects.visible_to(visitor).filter(ticket__in=[row.pk for row in firsts])
    talks = dict(own.values_list("ticket", "reference"))
    tickets = _newest_of(firsts)
    return [_listed(tickets[row.pk], talks.get(row.pk, ""), visitor) for row in firsts]


def said(first: Ticket, visitor: Visitor) -> list[Said]:
    """What customer and team said, oldest first, in every ticket of the chain."""
    chain = Ticket.objects.going_on_from(first.pk).values("pk")
    rows = Message.objects.filter(Q(ticket__in=chain) | moved_from(chain)).visible_to_customer()
    rows, earlier = rows.select_related("author").prefetch_related("attachments__file"), Earlier()
    return [_said(first, row, visitor, earlier) for row in rows]


def find_file(first: Ticket, key: str) -> StoredFile | None:
    """The file with this key, if it is on what customer and team said."""
    chain = Ticket.objects.going_on_from(first.pk).values("pk")
    messages = Message.objects.filter(Q(ticket__in=chain) | moved_from(chain)).visible_to_customer()
    return StoredFile.objects.filter(attachment__message__in=messages, key=key).first()


def member_of(ticket: Ticket) -> str:
    """For whom it was written, as the ticket says, or ""."""
    return next((line["value"] for line in ticket.details if line.get("key") == MEMBER), "")


def _listed(ticket: Ticket, talk: str, visitor: Visitor | None) -> Listed:
    first = ticket.root.reference if ticket.root else ticket.reference
    name, which = ("conversation", talk) if talk else ("case_in_messenger", first)
    speaks = spoken_for(visitor) is not None
    return Listed(
        ticket=ticket,
        status=CUSTOMER_STATUS[ticket.status],
        address=reverse(name, args=[get_language(), which]),
        # A member learns of no owner's address.
        asked_by=ticket.requester_name or (ticket.requester_email if speaks else ""),
        member=member_of(ticket) if speaks else "",
    )


def _newest_of(firsts: Sequence[Ticket]) -> dict[int, Ticket]:
    chains = Ticket.objects.filter(root__in=[row.pk for row in firsts]).select_related("root").order_by("pk")
    return {row.pk: row for row in firsts} | {row.root_id: row for row in chains if row.root_id}


def _said(first: Ticket, row: Message, visitor: Visitor, earlier: Earlier) -> Said:
    is_team = row.kind == Message.Kind.REPLY
    name = (row.author.first_name if row.author else "") if is_team else row.author_name
    files = [shown(each, _address(first, each.file) if each.file else "") for each in row.attachments.all()]
    return Said(
        key=row.pk,
        name=masked(name) if "@" in name else name,
        is_own=not is_team and row.author_name in {visitor.name, visitor.email},
        is_team=is_team,
        words=hide_tokens(row.body),
        at=row.created_at,
        hidden=told(row.masked),
        files=earlier.marked(row, files),
        translated=row.translated_line,
    )


def _address(first: Ticket, file: StoredFile) -> str:
    return reverse("case_file_in_messenger", args=[get_language(), first.reference, file.key])
