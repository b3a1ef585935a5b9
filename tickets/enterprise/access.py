"""Who may use the form, as the entitlements say it, and what everybody else can do. Reads only."""

from dataclasses import dataclass

from accounts.entitlements import Rule, Support, TopicKind, support_for
from accounts.identity import Product
from accounts.models import Domain, Visitor
from accounts.reasons import reason_text


@dataclass(frozen=True, slots=True)
class Closed:
    """Why the form is closed to somebody, and the ways on.

    `successor`: where to log in instead of the address that is being replaced, or None; `logins`: where an owner's
    account is.
    """

    support: Support
    reason: str
    successor: Domain | None
    logins: tuple[Domain, ...]

    @property
    def asks(self) -> bool:
        """Whether a login may open it: nobody is logged in, or only at an old address."""
        return self.support.rule in {Rule.ANONYMOUS, Rule.LEGACY_DOMAIN}

    @property
    def leads_here(self) -> bool:
        """Whether the successor has the accounts that may use the form."""
        return self.successor is not None and self.successor.product == Product.CLAUDE


def support_of(visitor: Visitor | None) -> Support:
    """The entitlements' answer; nobody, and a visit that never signed in, count as not signed in."""
    if visitor is None or visitor.domain is None:
        return support_for(None, None, TopicKind.GENERAL)
    return support_for(visitor.identity(), visitor.domain.as_value(), TopicKind.GENERAL)


def closed_to(support: Support) -> Closed:
    """What somebody is told to whom the form isn't open."""
    return Closed(
        support=support,
        reason=reason_text(support),
        successor=Domain.objects.at(support.successor) if support.successor else None,
        logins=tuple(Domain.objects.current().filter(product=Product.CLAUDE).order_by("host")),
    )
