"""Which rows about people: questions that read aloud. Imports no model, so that models can import it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from accounts.origins import is_origin

if TYPE_CHECKING:
    from accounts.models import Customer, Domain, Visitor
else:
    Customer = Domain = Visitor = Any

MOST_FOUND = 500


class DomainQuerySet(models.QuerySet["Domain"]):
    """Authentication domains. Those of the sample products, with which anybody is anybody, count with DEMO alone."""

    def real(self) -> DomainQuerySet:
        """Those that count."""
        return self if settings.DEMO else self.exclude(host__in=settings.DEMO_HOSTS)

    def current(self) -> DomainQuerySet:
        """Those that people should sign in at."""
        return self.real().filter(status="current")

    def silent(self) -> DomainQuerySet:
        """Those of today that say without a page, in a frame, who somebody is."""
        return self.current().filter(silent_sign_in=True)

    def embedding(self) -> list[str]:
        """Every origin that may show the messenger, sorted; legacy domains' too, whose people must learn of the new."""
        lists = self.values_list("embed_origins", flat=True)
        return sorted({origin for origins in lists for origin in origins if is_origin(origin)})

    def at(self, host: str) -> Domain | None:
        """The domain with this host name, whatever its status, or None."""
        return self.real().select_related("successor", "shares_accounts_with").filter(host=host).first()

    def issued_by(self, issuer: str) -> Domain | None:
        """The domain whose tokens carry exactly this issuer, or None."""
        return self.real().select_related("successor", "shares_accounts_with").filter(issuer=issuer).first()


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Customers."""

    def at_address(self, email: str) -> CustomerQuerySet:
        """Those with this address, in whatever case it was typed."""
        # `iexact` would ask for UPPER, which the index doesn't have.
        return self.alias(address=Lower("email")).filter(address=email.lower())

    def matching(self, words: str) -> list[int]:
        """Keys of customers with this in their name, or whose address, subject or organization's name begins so.

        At most MOST_FOUND of each; every part has an index of its own.
        """
        parts = (
            self.filter(name__icontains=words) if len(words) > 2 else self.filter(name__istartswith=words),
            self.annotate(address=Lower("email")).filter(address__startswith=words.lower()),
            self.filter(subject=words),
            self.filter(organisation__name__istartswith=words),
        )
        return list({key for part in parts for key in part.values_list("pk", flat=True)[:MOST_FOUND]})


class VisitorQuerySet(models.QuerySet["Visitor"]):
    """Visits to the messenger."""

    def holding(self, digest: str, *, now: datetime) -> Visitor | None:
        """The visitor whose token has this digest and hasn't expired, with everything its identity needs, or None."""
        people = self.select_related("customer__organisation", "domain__successor")
        if not settings.DEMO:
            people = people.exclude(domain__host__in=settings.DEMO_HOSTS)
        return people.filter(token_digest=digest, expires_at__gt=now).first()

    def over(self, *, since: datetime) -> VisitorQuerySet:
        """Visits that had ended by then: no token opens them any more."""
        return self.filter(expires_at__lte=since)
