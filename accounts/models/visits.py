"""Visits: a browser or an embedded frame that acted in the messenger, and the tokens that were used to sign in."""

from datetime import UTC, datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import identity as values
from accounts.ages import is_fresh
from accounts.models.customers import Customer
from accounts.models.domains import Domain
from accounts.models.sso import StaffProvider
from accounts.querysets import VisitorQuerySet


class Visitor(models.Model):
    """One browser or embedded frame that acted in the messenger; signed in when it has a customer.

    Holds only a digest of its token. `email`, `name`, `plan` and `role` are what the token of this very sign-in said;
    `session` is the provider's own name for its session (the sid claim), or ""; `sealed_id_token` is what asks the
    provider to log the person out, as `accounts.sealing` shut it, and goes with the visit's end.
    """

    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    customer = models.ForeignKey(Customer, null=True, blank=True, on_delete=models.CASCADE, related_name="visitors")
    domain = models.ForeignKey(Domain, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    plan = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=40, blank=True)
    session = models.CharField(max_length=255, blank=True)
    sealed_id_token = models.TextField(blank=True, default="", db_default="", editable=False)
    signed_in_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_seen_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()

    objects = VisitorQuerySet.as_manager()

    class Meta:
        verbose_name = _("visitor")
        verbose_name_plural = _("visitors")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="accounts_visitor_signed_in_at_a_domain",
                condition=models.Q(customer__isnull=True, domain__isnull=True)
                | models.Q(customer__isnull=False, domain__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["expires_at"], name="accounts_visitor_expires"),
            models.Index(fields=["expires_at"], condition=models.Q(customer=None), name="accounts_visitor_nobodys"),
            models.Index(
                fields=["domain", "session"], condition=~models.Q(session=""), name="accounts_visitor_session"
            ),
        ]

    def __str__(self) -> str:
        return str(self.customer or _("not logged in"))

    def has_fresh_rights(self, now: datetime) -> bool:
        """Whether plan and role were said lately enough to open a ticket; who isn't signed in has none to ask for."""
        longest = timedelta(seconds=settings.RIGHTS_AGE)
        return self.customer is None or is_fresh(self.customer.claims_at, now=now, longest=longest)

    def bills_until(self, now: datetime) -> datetime | None:
        """Until when questions about bills still reach people because of what ended; None where nothing did lately."""
        return self.customer.bills_until(now) if self.customer is not None else None

    def identity(self) -> values.Identity | None:
        """The signed-in person as a value, or None.

        Who it is and where answers go is the word of this very sign-in; what they may is the newest that a current
        domain said of them. A legacy domain says nothing that counts beyond its own visit.
        """
        if self.customer is None or self.domain is None:
            return None
        rights = self if self.domain.is_legacy else self.customer
        organisation = None if self.domain.is_legacy else self.customer.organisation
        return values.Identity(
            subject=self.customer.subject,
            email=self.email,
            product=self.domain.product,
            plan=rights.plan,
            role=rights.role,
            name=self.name,
            organisation=organisation.name or organisation.external_id if organisation else "",
            support_contact=not self.domain.is_legacy and self.customer.is_support_contact,
        )

    def snapshot(self) -> dict[str, str]:
        """Who it is as plain values, as it was signed, for what must still say so later; empty for nobody."""
        identity = self.identity()
        if identity is None or self.domain is None:
            return {}
        return {
            "name": identity.name,
            "email": identity.email,
            "subject": identity.subject,
            "product": str(identity.product),
            "plan": identity.plan,
            "role": identity.role,
            "organisation": identity.organisation,
            "domain": self.domain.host,
            "issuer": self.domain.issuer,
            "said_at": self._said_at(),
        }

    def _said_at(self) -> str:
        """When plan and role were signed; at an old domain with this very login."""
        old = self.domain is not None and self.domain.is_legacy
        at = self.signed_in_at if old or self.customer is None else self.customer.claims_at
        return at.astimezone(UTC).isoformat(timespec="seconds") if at else ""


class UsedToken(models.Model):
    """A token that signed somebody in or out; kept, as a digest, until it would have expired: it can't do so twice."""

    # Who issued it: a domain of customers, or a company's login.
    domain = models.ForeignKey(Domain, null=True, on_delete=models.CASCADE, related_name="+")
    provider = models.ForeignKey(StaffProvider, null=True, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["domain", "digest"], name="accounts_used_token_once"),
            models.UniqueConstraint(fields=["provider", "digest"], name="accounts_used_token_of_staff_once"),
            models.CheckConstraint(
                name="accounts_used_token_has_one_issuer",
                condition=models.Q(domain__isnull=True, provider__isnull=False)
                | models.Q(domain__isnull=False, provider__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.digest
