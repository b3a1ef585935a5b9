"""Addresses that get no more mail, and why: what a suppression list is to a mail provider."""

from collections.abc import Iterable
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tickets.models.emails import OutgoingEmail


class SuppressedAddressQuerySet(models.QuerySet["SuppressedAddress"]):
    """Which marks of addresses."""

    def standing(self) -> "SuppressedAddressQuerySet":
        """Those that nobody has lifted."""
        return self.filter(lifted_at=None)

    def of(self, addresses: Iterable[str]) -> "SuppressedAddressQuerySet":
        """Those of these addresses, in whatever case they are written."""
        return self.filter(address__in={address.strip().lower() for address in addresses})


class SuppressedAddress(models.Model):
    """That no mail goes to an address any more, since when and because of which mail; staff may lift it."""

    class Kind(models.TextChoices):
        HARD_BOUNCE = "hard_bounce", _("there is no such mailbox")
        COMPLAINT = "complaint", _("somebody there called our mail unwanted")

    address = models.EmailField(_("address"), help_text="In small letters.")
    kind = models.CharField(_("why"), max_length=12, choices=Kind)
    words = models.TextField(_("in the mail server’s words"), blank=True)
    email = models.ForeignKey(
        OutgoingEmail, verbose_name=_("email"), null=True, on_delete=models.SET_NULL, related_name="suppressions"
    )
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    lifted_at = models.DateTimeField(_("lifted"), null=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("lifted by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = SuppressedAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address without mail")
        verbose_name_plural = _("addresses without mail")
        default_permissions = ("view", "change")
        ordering: ClassVar = ["-created_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["-created_at", "-id"], name="tickets_suppressed_latest")]
        constraints: ClassVar = [
            # Asked before every mail; and the first mark stands until somebody lifts it.
            models.UniqueConstraint(
                fields=["address"], condition=models.Q(lifted_at=None), name="tickets_suppressed_once"
            ),
        ]

    def __str__(self) -> str:
        return self.address


def suppression_of(address: str) -> SuppressedAddress | None:
    """The mark that keeps mail from this address, or None."""
    return SuppressedAddress.objects.standing().of([address]).first()
