"""What staff say about mail that comes: which address means which topic, and under which others somebody writes."""

from collections.abc import Sequence
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tickets.models.reports import ReportKind
from tickets.models.topics import Topic


class MailAlias(models.Model):
    """An address of ours, and what new mail to it is about. The support address needs no row: it has no topic then."""

    address = models.EmailField(_("address"))
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("topic"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("What tickets from this address are about; the topic’s rules decide who may open one."),
    )
    team = models.ForeignKey(
        Group,
        verbose_name=_("team"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Whose tickets these become. Empty: the topic’s team."),
    )
    report_kind = models.ForeignKey(
        ReportKind,
        verbose_name=_("kind of report"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Mail to this address is a report under the law, whoever sends it, with its deadlines."),
    )

    class Meta:
        verbose_name = _("address for new mail")
        verbose_name_plural = _("addresses for new mail")
        ordering: ClassVar = ["address"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("address"),
                name="tickets_mail_alias_unique",
                violation_error_message=_("This address has a row already."),
            ),
            models.CheckConstraint(
                name="tickets_mail_alias_report_has_no_topic",
                condition=models.Q(report_kind=None) | models.Q(topic=None, team=None),
                violation_error_message=_("A report under the law has no topic and no team: its kind says all."),
            ),
        ]

    def __str__(self) -> str:
        return self.address


class SenderAliasQuerySet(models.QuerySet["SenderAlias"]):
    """Which addresses of the same people."""

    def people_of(self, address: str) -> list[str]:
        """The addresses, in small letters, of those who write from this one too; itself first."""
        own = address.strip().lower()
        if not own:
            return []
        known = self.alias(written=Lower("address")).filter(written=own).order_by("pk")
        return list(dict.fromkeys([own, *(each.lower() for each in known.values_list("person", flat=True))]))

    def of_anybody(self, addresses: Sequence[str]) -> Self:
        """Those that name one of these addresses (in small letters), on either side."""
        rows = self.alias(written=Lower("address"), meant=Lower("person"))
        return rows.filter(models.Q(written__in=addresses) | models.Q(meant__in=addresses))


class SenderAlias(models.Model):
    """That staff know: who writes from `address` is the person whom we know by `person`."""

    address = models.EmailField(_("writes from"))
    person = models.EmailField(_("is known as"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("confirmed by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed"), default=timezone.now, editable=False)

    objects = SenderAliasQuerySet.as_manager()

    class Meta:
        verbose_name = _("other address of a person")
        verbose_name_plural = _("other addresses of people")
        ordering: ClassVar = ["-confirmed_at", "-pk"]
        indexes: ClassVar = [models.Index(Lower("person"), name="tickets_sender_alias_person")]
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("address"), Lower("person"), name="tickets_sender_alias_once"),
            models.CheckConstraint(
                name="tickets_sender_alias_is_another",
                condition=~models.Q(address__iexact=models.F("person")),
                violation_error_message=_("That is the same address."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} = {self.person}"
