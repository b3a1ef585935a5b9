"""Who may write to support in an organisation's name: its owners, in the Console its admins. Reads only."""

from datetime import datetime, timedelta

from django.db.models import prefetch_related_objects

from accounts.entitlements import TopicKind, support_for
from accounts.models import Customer, ListedOwner, Organisation, Visitor
from accounts.models.customers import SPEAKING_ROLES

# Whoever was named an owner longer ago may be none any more, and isn't written to.
_COUNTS_FOR = timedelta(days=180)
# More of them need no mail about one member's question.
MOST = 10


def speakers_of(organisation: Organisation, *, now: datetime) -> list[Customer]:
    """Those whom a login named owner or admin, the latest first; at most MOST."""
    named = Customer.objects.filter(organisation=organisation, role__in=SPEAKING_ROLES)
    lately = named.filter(claims_at__gt=now - _COUNTS_FOR).select_related("domain__successor")
    rows = list(lately.order_by("-claims_at", "-pk")[: 5 * MOST])
    # Whom it named as its contacts is asked for once, and not of each of them.
    prefetch_related_objects([organisation], "support_contacts")
    for row in rows:
        row.organisation = organisation
    return [row for row in rows if _speaks(row)][:MOST]


def listed_of(organisation: Organisation, *, besides: list[Customer]) -> list[ListedOwner]:
    """Those whom staff entered, without the addresses of `besides`; together at most MOST."""
    known = {row.email.lower() for row in besides}
    rows = ListedOwner.objects.filter(organisation=organisation).order_by("pk")
    return [row for row in rows if row.email.lower() not in known][: MOST - len(besides)]


def organisation_of(visitor: Visitor | None) -> Organisation | None:
    """The organisation that this visit's own login says the person is in, or None; a legacy domain names none."""
    if visitor is None or visitor.customer is None or visitor.domain is None or visitor.domain.is_legacy:
        return None
    return visitor.customer.organisation


def spoken_for(visitor: Visitor | None) -> Organisation | None:
    """The organisation in whose name the visitor may write, or None."""
    organisation = organisation_of(visitor)
    if visitor is None or visitor.domain is None or organisation is None:
        return None
    support = support_for(visitor.identity(), visitor.domain.as_value(), TopicKind.GENERAL)
    return organisation if support.on_behalf.open else None


def _speaks(customer: Customer) -> bool:
    """A Team's or Enterprise's admin is none of its owners."""
    return support_for(customer.identity(), customer.domain.as_value(), TopicKind.GENERAL).on_behalf.open
