"""Rows about people: staff users, authentication domains, organisations, customers and their visits."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import identity as values
from accounts.querysets import DomainQuerySet, VisitorQuerySet


class User(AbstractUser):
    """Staff. The people who write in are `Customer` rows and can never sign in to the admin."""


class Domain(models.Model):
    """A domain whose login issues identities; staff move it from current to legacy without a deploy."""

    class Status(models.TextChoices):
        CURRENT = values.DomainStatus.CURRENT, _("current")
        LEGACY = values.DomainStatus.LEGACY, _("legacy")

    class ProductName(models.TextChoices):
        CLAUDE = values.Product.CLAUDE, "Claude"
        CONSOLE = values.Product.CONSOLE, "Claude Console"

    host = models.CharField(_("host"), max_length=253, unique=True)
    name = models.CharField(_("name"), max_length=80, help_text=_("What people call it, as on the sign-in button."))
    product = models.CharField(_("product"), max_length=20, choices=ProductName)
    issuer = models.URLField(_("issuer"), unique=True, help_text=_("The iss claim, and the OpenID Connect issuer."))
    client_id = models.CharField(_("client id"), max_length=200, help_text=_("Also the audience of its tokens."))
    jwks_url = models.URLField(_("key set address"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.CURRENT)
    successor = models.ForeignKey(
        "self", verbose_name=_("successor"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    embed_origins = models.JSONField(
        _("embed origins"),
        default=list,
        blank=True,
        help_text=_("Exact origins that may show the messenger."),
    )

    objects = DomainQuerySet.as_manager()

    class Meta:
        verbose_name = _("authentication domain")
        verbose_name_plural = _("authentication domains")
        ordering: ClassVar = ["host"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="accounts_domain_legacy_has_successor",
                condition=models.Q(status="current") | models.Q(successor__isnull=False),
                violation_error_message=_("A legacy domain needs a successor to send people to."),
            ),
            models.CheckConstraint(
                name="accounts_domain_not_its_own_successor",
                condition=models.Q(successor__isnull=True) | ~models.Q(successor=models.F("id")),
                violation_error_message=_("A domain can't be its own successor."),
            ),
        ]

    def __str__(self) -> str:
        return self.host

    def as_value(self) -> values.AuthenticationDomain:
        """The value that the entitlements read."""
        return values.AuthenticationDomain(
            host=self.host,
            product=self.product,
            status=self.status,
            successor=self.successor.host if self.successor else "",
        )


class Organisation(models.Model):
    """An organisation in one of the products."""

    product = models.CharField(_("product"), max_length=20, choices=Domain.ProductName)
    external_id = models.CharField(_("external id"), max_length=200)
    name = models.CharField(_("name"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering: ClassVar = ["name", "external_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "external_id"], name="accounts_organisation_unique"),
        ]

    def __str__(self) -> str:
        return self.name or self.external_id


class SupportContact(models.Model):
    """A member whom an Enterprise organisation named as its contact with support."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organization"),
        on_delete=models.CASCADE,
        related_name="support_contacts",
    )
    email = models.EmailField(_("email"))

    class Meta:
        verbose_name = _("support contact")
        verbose_name_plural = _("support contacts")
        constraints: ClassVar = [
            models.UniqueConstraint(models.F("organisation"), Lower("email"), name="accounts_support_contact_unique"),
        ]

    def __str__(self) -> str:
        return self.email


class Customer(models.Model):
    """A person with an account in a product; the same person whichever of the product's domains they sign in at."""

    product = models.CharField(_("product"), max_length=20, choices=Domain.ProductName)
    subject = models.CharField(_("subject"), max_length=255, help_text=_("The sub claim."))
    email = models.EmailField(_("email"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    locale = models.CharField(_("language"), max_length=20, blank=True)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organization"), null=True, blank=True, on_delete=models.SET_NULL
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    last_seen_at = models.DateTimeField(_("last seen"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "subject"], name="accounts_customer_unique"),
        ]

    def __str__(self) -> str:
        return self.name or self.email


class Visitor(models.Model):
    """One browser or embedded frame that acted in the messenger; signed in when it has a customer.

    Holds only a digest of its token. `plan` and `role` are what the token said at sign-in.
    """

    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    customer = models.ForeignKey(Customer, null=True, blank=True, on_delete=models.CASCADE, related_name="visitors")
    domain = models.ForeignKey(Domain, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    plan = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=40, blank=True)
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

    def __str__(self) -> str:
        return str(self.customer or _("not signed in"))

    def identity(self) -> values.Identity | None:
        """The signed-in person as a value, or None."""
        if self.customer is None or self.domain is None:
            return None
        organisation = self.customer.organisation
        return values.Identity(
            subject=self.customer.subject,
            email=self.customer.email,
            product=self.domain.product,
            plan=self.plan,
            role=self.role,
            name=self.customer.name,
            organisation=organisation.name or organisation.external_id if organisation else "",
            support_contact=organisation is not None
            and organisation.support_contacts.filter(email__iexact=self.customer.email).exists(),
        )


class UsedToken(models.Model):
    """A token that signed somebody in; kept, as a digest, until it would have expired, so that it can't do so twice."""

    domain = models.ForeignKey(Domain, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["domain", "digest"], name="accounts_used_token_once"),
        ]

    def __str__(self) -> str:
        return self.digest
