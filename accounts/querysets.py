"""Which rows about people: questions that read aloud. Imports no model, so that models can import it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from accounts.models import Domain, Visitor
else:
    Domain = Visitor = Any


class DomainQuerySet(models.QuerySet["Domain"]):
    """Authentication domains."""

    def current(self) -> DomainQuerySet:
        """Those that people should sign in at."""
        return self.filter(status="current")

    def at(self, host: str) -> Domain | None:
        """The domain with this host name, whatever its status, or None."""
        return self.select_related("successor", "shares_accounts_with").filter(host=host).first()

    def issued_by(self, issuer: str) -> Domain | None:
        """The domain whose tokens carry exactly this issuer, or None."""
        return self.select_related("successor", "shares_accounts_with").filter(issuer=issuer).first()


class VisitorQuerySet(models.QuerySet["Visitor"]):
    """Visits to the messenger."""

    def holding(self, digest: str, *, now: datetime) -> Visitor | None:
        """The visitor whose token has this digest and hasn't expired, with everything its identity needs, or None."""
        people = self.select_related("customer__organisation", "domain__successor")
        return people.filter(token_digest=digest, expires_at__gt=now).first()

    def over(self, *, since: datetime) -> VisitorQuerySet:
        """Visits that had ended by then: no token opens them any more."""
        return self.filter(expires_at__lte=since)
