"""Consents: who agreed to which version of the note before a conversation, in which language and when."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer, Visitor


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Which consents."""

    def of(self, visitor: Visitor) -> Self:
        """What was agreed to in this very visit, or by the customer it is signed in as."""
        own = models.Q(visitor=visitor)
        return self.filter(own | models.Q(customer=visitor.customer_id) if visitor.customer_id else own)


class Consent(models.Model):
    """One person's agreement to one version: a customer's, or that of a visit which isn't signed in."""

    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), null=True, on_delete=models.CASCADE, related_name="consents"
    )
    visitor = models.ForeignKey(
        Visitor, verbose_name=_("visitor"), null=True, on_delete=models.CASCADE, related_name="consents"
    )
    version = models.CharField(_("consent"), max_length=20)
    locale = models.CharField(_("language of the consent"), max_length=20)
    agreed_at = models.DateTimeField(_("agreed"))

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="messenger_consent_of_one_person",
                condition=models.Q(customer__isnull=True, visitor__isnull=False)
                | models.Q(customer__isnull=False, visitor__isnull=True),
            ),
            models.UniqueConstraint(fields=["customer", "version"], name="messenger_consent_once_a_customer"),
            models.UniqueConstraint(fields=["visitor", "version"], name="messenger_consent_once_a_visit"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.locale}"
