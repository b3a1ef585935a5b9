"""Who somebody is, over accounts and addresses, and which rows are theirs. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from accounts.models import Customer, ListedOwner, SupportContact, Visitor
from messenger.models import Conversation, Packet
from tickets.models import (
    IncomingEmail,
    Message,
    OutgoingEmail,
    Participant,
    RequestDraft,
    StoredFile,
    SuppressedAddress,
    Ticket,
)
from tickets.models.merges import moved_from
from tickets.models.tickets import TicketQuerySet


@dataclass(frozen=True)
class Person:
    """The accounts (primary keys of customers) and the addresses (in small letters) that are one person's."""

    customers: tuple[int, ...]
    addresses: tuple[str, ...]

    @classmethod
    def of_customer(cls, customer: Customer) -> "Person":
        """Who has this account, and any other with an address that it has or was signed in with."""
        used = Visitor.objects.filter(customer=customer).values_list("email", flat=True).distinct()
        return cls._with({customer.pk}, [customer.email, *used])

    @classmethod
    def of_address(cls, address: str) -> "Person":
        """Who has this address, with an account or without."""
        return cls._with(set(), [address])

    @classmethod
    def _with(cls, customers: set[int], addresses: Iterable[str]) -> "Person":
        known = {address.strip().lower() for address in addresses} - {""}
        same = Customer.objects.alias(address=Lower("email")).filter(address__in=known).values_list("pk", flat=True)
        return cls(tuple(sorted({*customers, *same})), tuple(sorted(known)))

    @cached_property
    def firsts(self) -> tuple[int, ...]:
        """The first tickets of the chains that are theirs."""
        own = Ticket.objects.alias(address=Lower("requester_email")).filter(address__in=self.addresses)
        by_account = Ticket.objects.filter(customer__in=self.customers)
        found = {root or pk for rows in (own, by_account) for pk, root in rows.values_list("pk", "root")}
        return tuple(sorted(found))

    @cached_property
    def held(self) -> tuple[int, ...]:
        """Those of `firsts` that stay."""
        return tuple(Ticket.objects.filter(pk__in=self.firsts).chain_held().values_list("pk", flat=True))

    @property
    def accounts(self) -> QuerySet[Customer]:
        return Customer.objects.filter(pk__in=self.customers).select_related("domain", "organisation")

    @property
    def visits(self) -> QuerySet[Visitor]:
        return Visitor.objects.filter(customer__in=self.customers)

    @property
    def contacts(self) -> QuerySet[SupportContact]:
        return SupportContact.objects.alias(address=Lower("email")).filter(address__in=self.addresses)

    @property
    def listed(self) -> QuerySet[ListedOwner]:
        """Where staff entered them as an owner or admin."""
        return ListedOwner.objects.alias(address=Lower("email")).filter(address__in=self.addresses)

    @property
    def conversations(self) -> QuerySet[Conversation]:
        """Theirs by account, by a visit of the account, or because they became their ticket."""
        visits = list(self.visits.values_list("pk", flat=True))
        own = Q(customer__in=self.customers) | Q(visitor__in=visits, customer=None) | Q(ticket__in=self.firsts)
        return Conversation.objects.filter(own)

    @property
    def drafts(self) -> QuerySet[RequestDraft]:
        """What they typed into the Enterprise form and never sent."""
        return RequestDraft.objects.filter(visitor__customer__in=self.customers)

    @property
    def packets(self) -> QuerySet[Packet]:
        """What they asked the owners or admins of their organization; it goes with its conversation."""
        return Packet.objects.filter(conversation__in=self.conversations)

    @property
    def tickets(self) -> TicketQuerySet:
        """Their chains, whole."""
        return Ticket.objects.filter(Q(pk__in=self.firsts) | Q(root__in=self.firsts))

    @property
    def messages(self) -> QuerySet[Message]:
        """What they and the team said to each other on their tickets; no notes that staff wrote to staff."""
        return Message.objects.filter(Q(ticket__in=self.tickets) | moved_from(self.tickets)).visible_to_customer()

    @property
    def mail_in(self) -> QuerySet[IncomingEmail]:
        """What came from their addresses, wherever it is, and what joined their tickets."""
        sent = IncomingEmail.objects.alias(address=Lower("sender_email")).filter(address__in=self.addresses)
        return IncomingEmail.objects.filter(Q(pk__in=sent.values("pk")) | Q(ticket__in=self.tickets))

    @property
    def mail_out(self) -> QuerySet[OutgoingEmail]:
        """What went to their addresses, or about their tickets."""
        to = OutgoingEmail.objects.alias(address=Lower("to_email")).filter(address__in=self.addresses)
        return OutgoingEmail.objects.filter(Q(pk__in=to.values("pk")) | Q(ticket__in=self.tickets))

    @property
    def suppressions(self) -> QuerySet[SuppressedAddress]:
        """That mail to their addresses bounced, or that they complained."""
        return SuppressedAddress.objects.of(self.addresses)

    @property
    def files(self) -> QuerySet[StoredFile]:
        """What stands on their tickets or in their conversations."""
        on_tickets = Q(attachment__message__ticket__in=self.tickets)
        sent = Q(in_conversation__message__conversation__in=self.conversations)
        moved = Q(attachment__message__in=Message.objects.filter(moved_from(self.tickets)))
        return StoredFile.objects.filter(on_tickets | sent | moved)

    @property
    def others_tickets(self) -> TicketQuerySet:
        """Tickets of other people that they are on, wrote to by mail, or had answers about: whose they were, too."""
        own = self.tickets.values("pk")
        on = Participant.objects.alias(address=Lower("email")).filter(address__in=self.addresses).values("ticket")
        wrote = IncomingEmail.objects.alias(address=Lower("sender_email")).filter(address__in=self.addresses)
        sent = OutgoingEmail.objects.alias(address=Lower("to_email")).filter(address__in=self.addresses)
        had = sent.exclude(kind=OutgoingEmail.Kind.NOTICE)
        theirs = (
            Q(pk__in=on)
            | Q(pk__in=had.values("ticket"))
            | Q(pk__in=wrote.filter(ticket__isnull=False).values("ticket"))
        )
        return Ticket.objects.filter(theirs).exclude(pk__in=own)

    @property
    def admin_log(self) -> QuerySet[LogEntry]:
        """Where the admin's own record names their account."""
        kind = ContentType.objects.get_for_model(Customer)
        return LogEntry.objects.filter(content_type=kind, object_id__in=list(map(str, self.customers)))

    def counts(self) -> dict[str, int]:
        """How many rows there are, by the model's label; those without any are left out."""
        parts: tuple[QuerySet[Any], ...] = (
            *(self.accounts, self.visits, self.contacts, self.listed, self.conversations, self.packets),
            *(self.tickets, self.messages, self.drafts),
            *(self.mail_in, self.mail_out, self.suppressions, self.files, self.admin_log),
        )
        found = {rows.model._meta.label: rows.distinct().count() for rows in parts}
        return {label: number for label, number in found.items() if number}
