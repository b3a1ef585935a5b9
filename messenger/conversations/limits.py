"""What an act in the messenger counts for: a customer alone, else the visit, the networks and who gets mail."""

from accounts.models import Visitor
from web import limits
from web.limits import Claim
from web.network import Networks


def claims(what: str, visitor: Visitor | None, networks: Networks, *, address: str = "") -> list[Claim]:
    """A customer is known by name, whatever network they share; `address` is one that nobody proved to be theirs."""
    if visitor is None:
        return limits.claims(what, networks=networks)
    if visitor.customer_id is not None:
        return limits.claims(what, customer=visitor.customer_id)
    return limits.claims(what, visit=visitor.pk, networks=networks, address=address.strip().lower())
