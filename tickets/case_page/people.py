"""Whose case page it is: the people on a ticket, their links, and what a link opens now. Reads only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from tickets.case_page.links import Link, make_token, read_token
from tickets.events import Kind
from tickets.models import Ticket, TicketEvent
from tickets.models.merges import goes_on_in
from web.mail_languages import mail_language, names, page_language


class CaseLinkError(Exception):
    """A link that opens nothing. `was_ours`: we made it once; what it opened has ended, or was taken back."""

    def __init__(self, *, was_ours: bool) -> None:
        super().__init__()
        self.was_ours = was_ours


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a ticket, as the link in their mails knows them."""

    name: str
    email: str
    is_requester: bool

    @property
    def masked_email(self) -> str:
        """Enough of the address for its owner to know it, and no more."""
        return masked(self.email)

    @property
    def label(self) -> str:
        """What their messages are signed with."""
        return self.name or self.email


def open_link(token: str, *, now: datetime) -> tuple[Ticket, Person]:
    """The ticket that the token's link opens, and who comes by it. Raises CaseLinkError.

    The link of a merged ticket opens the one that it went into, for whoever is on that one; else its own page.
    """
    link = read_token(token, keys=[settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])
    if link is None:
        raise CaseLinkError(was_ours=False)
    ticket = Ticket.objects.filter(reference=link.reference, case_epoch=link.epoch).first()
    person = _owner(ticket, link) if ticket else None
    if ticket is None or person is None or has_stopped(ticket, person.email):
        raise CaseLinkError(was_ours=True)
    if further := goes_on_in(ticket, person.email):
        ticket, person = further, person_on(further, person.email)
    if person is None or has_ended(ticket, now) or has_stopped(ticket, person.email):
        raise CaseLinkError(was_ours=True)
    return ticket, person


def person_on(ticket: Ticket, email: str) -> Person | None:
    """Who has this address on the ticket, or None."""
    if email.lower() == ticket.requester_email.lower():
        return Person(ticket.requester_name, ticket.requester_email, is_requester=True)
    row = ticket.participants.filter(email__iexact=email).first()
    return Person(row.name, row.email, is_requester=False) if row else None


def people_of(ticket: Ticket) -> list[Person]:
    """Everybody on the ticket who has an address, the requester first."""
    first = Person(ticket.requester_name, ticket.requester_email, is_requester=True)
    others = [Person(row.name, row.email, is_requester=False) for row in ticket.participants.order_by("pk")]
    return [person for person in (first, *others) if person.email]


def token_for(ticket: Ticket, email: str) -> str:
    """The token of this person's link as it holds now."""
    return make_token(ticket.reference, email, epoch=ticket.case_epoch, key=settings.SECRET_KEY)


def link_of(ticket: Ticket, person: Person) -> str:
    """What is counted as done by this person's link, whichever key or round it was made in."""
    return f"{ticket.pk} {person.email.lower()}"


def address_for(ticket: Ticket, email: str) -> str:
    """The whole address of this person's case page, in the ticket's language where the site has it; "" when they want
    none."""
    if has_stopped(ticket, email):
        return ""
    return settings.SITE_URL + reverse("case", args=[page_language(ticket.locale), token_for(ticket, email)])


def language_of(ticket: Ticket) -> tuple[str, str]:
    """The language in which emails about the ticket are written: its code, and what it calls itself."""
    code = mail_language(ticket.locale)
    return code, names()[code]


def ends_at(ticket: Ticket) -> datetime | None:
    """When the links of the ticket end; None while there is something to do."""
    return ticket.solved_at + timedelta(days=settings.CASE_LINK_DAYS) if ticket.solved_at else None


def has_ended(ticket: Ticket, now: datetime) -> bool:
    end = ends_at(ticket)
    return end is not None and now >= end


def has_stopped(ticket: Ticket, email: str) -> bool:
    """Whether this person said, on this ticket or another of its chain, that the case isn't theirs, and still does."""
    return email.strip().lower() in stopped(ticket)


def stopped(ticket: Ticket) -> list[str]:
    """The addresses of those who stopped their links and were given none since, in the order of their events."""
    chain = Ticket.objects.going_on_from(ticket.root_id or ticket.pk)
    kinds = [Kind.CASE_LINK_STOPPED, Kind.CASE_LINK_GIVEN_AGAIN]
    events = TicketEvent.objects.filter(kind__in=kinds, ticket__in=chain.values("pk")).order_by("created_at", "pk")
    last = {row.arguments["email"]: row.kind for row in events}
    return [email for email, kind in last.items() if kind == Kind.CASE_LINK_STOPPED]


def masked(email: str) -> str:
    """The address with one letter of what stands before the @, for somebody who knows it anyway."""
    name, at, domain = email.rpartition("@")
    return f"{name[:1] if len(name) > 1 else ''}…{at}{domain}"


def _owner(ticket: Ticket, link: Link) -> Person | None:
    """Who of the people on the ticket it was made for; nobody who isn't on it any more."""
    if link.is_for(ticket.requester_email):
        return Person(ticket.requester_name, ticket.requester_email, is_requester=True)
    others = ticket.participants.all()
    return next((Person(row.name, row.email, is_requester=False) for row in others if link.is_for(row.email)), None)
