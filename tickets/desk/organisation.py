"""The organisation of whoever wrote, and who speaks for it, for staff who may see people. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from accounts.models import Customer, ListedOwner, Organisation, User
from accounts.plan_words import plan_word
from accounts.speakers import listed_of, speakers_of
from tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Theirs:
    """An organisation; its owners are those whom a login named, and those whom staff entered.

    `shows_owners`: the reader may see them all, so where there are none, none are known.
    """

    row: Organisation
    plan: str
    named: tuple[Customer, ...]
    listed: tuple[ListedOwner, ...]
    shows_owners: bool


def organisation_of(ticket: Ticket, reader: User | AnonymousUser, now: datetime) -> Theirs | None:
    """In whose name it was written, else that of the account now; None where there is none."""
    customer = ticket.customer
    own = customer.organisation if customer else None
    row = own if own and ticket.organisation_id in {None, own.pk} else ticket.organisation
    if row is None:
        return None
    sees_named, sees_listed = (
        reader.has_perm("accounts.view_customer"),
        reader.has_perm("accounts.view_listedowner"),
    )
    named = speakers_of(row, now=now) if sees_named else []
    listed = listed_of(row, besides=named) if sees_listed else []
    # An organisation has no plan of its own: its people have.
    plans = [each.plan for each in (customer, *named) if each and each.organisation_id == row.pk]
    return Theirs(
        row, plan_word(next(filter(None, plans), "")), tuple(named), tuple(listed), sees_named and sees_listed
    )
