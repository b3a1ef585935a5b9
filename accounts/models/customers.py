"""People with accounts at a domain, and the organisations they belong to there."""

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower, Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.identity import ConsoleRole, Identity, OrganisationRole
from accounts.mailboxes import same_mailbox
from accounts.models.domains import Domain
from accounts.querysets import CustomerQuerySet

# Who may speak for an organisation is one of these; whether one does, the entitlements say.
SPEAKING_ROLES = [str(OrganisationRole.PRIMARY_OWNER), str(OrganisationRole.OWNER), str(ConsoleRole.ADMIN)]


class Organisation(models.Model):
    """An organisation as the domain that has its accounts names it; another domain's is another one."""

    domain = models.ForeignKey(
        Domain, verbose_name=_("authentication domain"), on_delete=models.PROTECT, related_name="organisations"
    )
    external_id = models.CharField(_("external id"), max_length=200)
    name = models.CharField(_("name"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering: ClassVar = ["name", "external_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["domain", "external_id"], name="accounts_organisation_once_at_a_domain"),
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


class ListedOwner(models.Model):
    """An owner or admin of an organisation whom staff entered; those who logged in are known without it."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organization"), on_delete=models.CASCADE, related_name="listed_owners"
    )
    email = models.EmailField(_("email"))

    class Meta:
        verbose_name = _("owner or admin")
        verbose_name_plural = _("owners and admins")
        constraints: ClassVar = [
            models.UniqueConstraint(models.F("organisation"), Lower("email"), name="accounts_listed_owner_unique"),
        ]

    def __str__(self) -> str:
        return self.email


class Customer(models.Model):
    """A person, known by the domain that has their account and the subject it calls them by; never by product.

    Everything from `email` on is the newest word of a current domain, said at `claims_at`; null when none spoke yet.
    """

    domain = models.ForeignKey(
        Domain, verbose_name=_("authentication domain"), on_delete=models.PROTECT, related_name="customers"
    )
    subject = models.CharField(_("subject"), max_length=255, help_text=_("The sub claim."))
    email = models.EmailField(_("email"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    locale = models.CharField(_("language"), max_length=20, blank=True)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organization"), null=True, blank=True, on_delete=models.SET_NULL
    )
    plan = models.CharField(_("plan"), max_length=40, blank=True)
    role = models.CharField(_("role"), max_length=40, blank=True)
    claims_at = models.DateTimeField(_("as of"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    last_seen_at = models.DateTimeField(_("last seen"), default=timezone.now, editable=False)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["domain", "subject"], name="accounts_customer_once_at_a_domain"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-last_seen_at", "-id"], name="accounts_customer_latest"),
            models.Index(fields=["domain", "-last_seen_at", "-id"], name="accounts_customer_of_a_domain"),
            models.Index(OpClass(Lower("email"), name="text_pattern_ops"), name="accounts_customer_address"),
            # Two letters are too few for the next one, and are many a Japanese name.
            models.Index(OpClass(Upper("name"), name="text_pattern_ops"), name="accounts_customer_name_start"),
            models.Index(fields=["subject"], name="accounts_customer_subject"),
            # An organisation may have very many members, and has few who speak for it.
            models.Index(
                fields=["organisation", "-claims_at", "-id"],
                condition=models.Q(role__in=SPEAKING_ROLES),
                name="accounts_customer_speakers",
            ),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="accounts_customer_name"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def product(self) -> str:
        """The product of the domain that has the account."""
        return self.domain.product

    def identity(self) -> Identity:
        """The person as a value, by the newest word of a current domain."""
        return Identity(
            subject=self.subject,
            email=self.email,
            product=self.product,
            plan=self.plan,
            role=self.role,
            name=self.name,
            organisation=str(self.organisation) if self.organisation else "",
            support_contact=self.is_support_contact,
        )

    @property
    def is_support_contact(self) -> bool:
        """Whether the person's organisation named them as its contact with support."""
        if self.organisation is None:
            return False
        # All of them, since they may have come with the organisation.
        return any(same_mailbox(named.email, self.email) for named in self.organisation.support_contacts.all())

    def bills_until(self, now: datetime) -> datetime | None:
        """Until when questions about bills still reach people because of what ended; None where nothing did lately."""
        return self.former_rights.filter(until__gt=now).values_list("until", flat=True).first()


class FormerRight(models.Model):
    """A plan or role of a customer that reached people and ended; questions about its bills are answered until then."""

    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.CASCADE, related_name="former_rights"
    )
    rule = models.CharField(_("rule"), max_length=40)
    plan = models.CharField(_("plan"), max_length=40, blank=True)
    role = models.CharField(_("role"), max_length=40, blank=True)
    ended_at = models.DateTimeField(_("ended"), default=timezone.now)
    until = models.DateTimeField(_("keeps billing until"))

    class Meta:
        verbose_name = _("right that ended")
        verbose_name_plural = _("rights that ended")
        ordering: ClassVar = ["-until", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="accounts_former_right_ends_later",
                condition=models.Q(until__gte=models.F("ended_at")),
                violation_error_message=_("It can’t end before it began."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.role}".strip()

    def clean(self) -> None:
        """The same as the constraint, which a form leaves out where one of its columns is only read."""
        super().clean()
        if self.until is not None and self.until < self.ended_at:
            raise ValidationError({"until": _("It can’t end before it began.")})
