"""Authentication domains: whose login issues identities, and which of them share one set of accounts."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.lookups import Regex
from django.utils.translation import gettext_lazy as _

from accounts import identity as values
from accounts.models.providers import Provider
from accounts.origins import is_origin
from accounts.querysets import DomainQuerySet


def validate_origin(value: str) -> None:
    """Raises ValidationError for what no browser calls an origin."""
    if not is_origin(value):
        raise ValidationError(
            _(
                "“%(value)s” is no origin as a browser writes it: https://host or https://host:port, in small letters,"
                " without a path and without the scheme's own port."
            ),
            params={"value": value},
        )


class Domain(Provider):
    """A domain whose login issues identities; staff move it from current to legacy without a deploy."""

    class Status(models.TextChoices):
        CURRENT = values.DomainStatus.CURRENT, _("current")
        LEGACY = values.DomainStatus.LEGACY, _("legacy")

    class ProductName(models.TextChoices):
        CLAUDE = values.Product.CLAUDE, "Claude"
        CONSOLE = values.Product.CONSOLE, "Claude Console"

    host = models.CharField(_("host"), max_length=253, unique=True)
    name = models.CharField(_("name"), max_length=80, help_text=_("What people call it, as on the login button."))
    product = models.CharField(_("product"), max_length=20, choices=ProductName)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.CURRENT)
    successor = models.ForeignKey(
        "self", verbose_name=_("successor"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    shares_accounts_with = models.ForeignKey(
        "self",
        verbose_name=_("shares accounts with"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sharers",
        help_text=_(
            "Only when both log in the very same people: who logs in here is then the person whom that domain"
            " knows by the same sub claim, and reads their conversations."
        ),
    )
    # A legacy domain keeps its origins: people there must find the messenger, which says where to sign in now.
    embed_origins = ArrayField(
        models.CharField(max_length=267, validators=[validate_origin]),
        verbose_name=_("embed origins"),
        default=list,
        blank=True,
        help_text=_("Exact origins that may show the messenger, one a line."),
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
            models.CheckConstraint(
                name="accounts_domain_shares_with_another",
                condition=models.Q(shares_accounts_with__isnull=True) | ~models.Q(shares_accounts_with=models.F("id")),
                violation_error_message=_("A domain can't share accounts with itself."),
            ),
            # They go into a policy's header together; one that isn't an origin could say anything there.
            models.CheckConstraint(
                name="accounts_domain_embed_origins",
                condition=Regex(
                    models.Func(
                        "embed_origins",
                        models.Value(" "),
                        function="array_to_string",
                        output_field=models.TextField(),
                    ),
                    r"^(https?://[a-z0-9.-]+(:[0-9]{1,5})?( https?://[a-z0-9.-]+(:[0-9]{1,5})?)*)?$",
                ),
                violation_error_message=_("An embed origin is a scheme, a host and perhaps a port, nothing else."),
            ),
        ]

    def __str__(self) -> str:
        return self.host

    def clean(self) -> None:
        """What no constraint can say, since it is about two rows: one product, and a link that leads no further.

        Forms leave out the constraints on the row's own number, which is no field of theirs; so those stand here too.
        """
        super().clean()
        if self.pk and self.successor_id == self.pk:
            raise ValidationError({"successor": _("A domain can't be its own successor.")})
        if self.pk and self.shares_accounts_with_id == self.pk:
            raise ValidationError({"shares_accounts_with": _("A domain can't share accounts with itself.")})
        home = self.shares_accounts_with
        sharers = Domain.objects.filter(shares_accounts_with=self.pk) if self.pk else Domain.objects.none()
        if home is not None and home.product != self.product:
            raise ValidationError({"shares_accounts_with": _("Both domains must be of the same product.")})
        if home is not None and (home.shares_accounts_with_id is not None or sharers.exists()):
            raise ValidationError(
                {
                    "shares_accounts_with": _(
                        "Choose the domain that has the accounts; a link can't lead to a third one."
                    )
                }
            )
        if sharers.exclude(product=self.product).exists():
            raise ValidationError({"product": _("Domains of this product share their accounts with this one.")})

    @property
    def home(self) -> "Domain":
        """The domain by whose subjects people are known here: this one, unless it shares another's accounts."""
        return self.shares_accounts_with or self

    @property
    def is_legacy(self) -> bool:
        """Whether another domain replaces it. Such a one still says who somebody is, and changes nothing about them."""
        return self.status != self.Status.CURRENT

    def as_value(self) -> values.AuthenticationDomain:
        """The value that the entitlements read."""
        return values.AuthenticationDomain(
            host=self.host,
            product=self.product,
            status=self.status,
            successor=self.successor.host if self.successor else "",
        )
