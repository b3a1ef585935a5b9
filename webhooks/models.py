"""Endpoints of programs elsewhere, and what each was told or waits to be told. No row has words of a customer."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from webhooks import targets
from webhooks.kinds import Happening, Kind
from webhooks.targets import WrongAddressError
from webhooks.words import ERRORS


def validate_address(value: str) -> None:
    """Raises ValidationError for what no webhook may go to, as far as that can be seen without asking the resolver."""
    try:
        targets.check_number(targets.read(value))
    except WrongAddressError as error:
        raise ValidationError(ERRORS[str(error)], code=str(error)) from error


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    """Which endpoints."""

    def hearing(self, kinds: Iterable[Kind]) -> "EndpointQuerySet":
        """Those that are on and asked for any of these."""
        return self.filter(is_on=True, kinds__overlap=sorted(map(str, kinds)))

    def reachable(self, now: datetime) -> "EndpointQuerySet":
        """Those that are on and aren't left alone just now."""
        return self.filter(models.Q(rests_until=None) | models.Q(rests_until__lte=now), is_on=True)


class Endpoint(models.Model):
    """Where a program elsewhere listens, for what, and as whose eyes: it hears of what its owner may see."""

    class Stop(models.TextChoices):
        FAILING = "failing", _("it failed for days")
        GONE = "gone", _("it said that it is gone for good (410)")
        OWNER = "owner", _("whoever made it isn’t active staff any more")
        SEALED = "sealed", _("its secret can’t be read any more")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        on_delete=models.SET_NULL,
        editable=False,
        related_name="webhook_endpoints",
    )
    name = models.CharField(_("name"), max_length=80, help_text=_("What listens there, such as “Order system”."))
    url = models.CharField(_("address"), max_length=targets.LONGEST, validators=[validate_address])
    kinds = ArrayField(models.CharField(max_length=40), verbose_name=pgettext_lazy("webhook", "events"), default=list)
    with_reports = models.BooleanField(_("also reports under the law"), default=False)
    is_on = models.BooleanField(_("on"), default=True, editable=False)
    # As accounts.sealing shut them: we need them to sign with.
    secret = models.TextField(editable=False)
    former_secret = models.TextField(blank=True, editable=False)
    former_until = models.DateTimeField(null=True, editable=False)
    # Since when it failed each time, how often it couldn't be reached in a row, and until when it is left alone.
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    rests_until = models.DateTimeField(null=True, editable=False)
    stopped_because = models.CharField(max_length=10, choices=Stop, blank=True, editable=False)
    stopped_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook endpoint")
        verbose_name_plural = _("webhook endpoints")
        default_permissions = ("add", "change", "view")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"),
                name="webhooks_endpoint_name_once",
                violation_error_message=_("There is an endpoint with this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def host(self) -> str:
        """On which machine it listens: what else stands in an address is often a secret."""
        return targets.read(self.url).host

    def hears(self, happened: Happening) -> bool:
        """Whether it asked for this; of reports under the law only where it says so."""
        return str(happened.kind) in self.kinds and (self.with_reports or not happened.is_report)


class Delivery(models.Model):
    """Something that an endpoint is told: by keys alone, so that what was redacted or deleted since isn't sent."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("delivered")
        FAILED = "failed", _("failed")
        LEFT_OUT = "left_out", _("left out: there is nothing that its owner may see")

    endpoint = models.ForeignKey(
        Endpoint, verbose_name=_("endpoint"), on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    # The webhook-id: the same however often it is sent.
    number = models.UUIDField(default=uuid4, editable=False)
    kind = models.CharField(pgettext_lazy("webhook", "event"), max_length=40)
    # Not of a report under the law: more people see this row than see those.
    reference = models.CharField(_("ticket"), max_length=16, blank=True)
    # The key of a message, an event, a merge or a conversation, by its kind.
    about = models.BigIntegerField(default=0)
    happened_at = models.DateTimeField(_("happened"))
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # When it is tried next; while a worker has it in hand, when that one is taken for dead.
    next_at = models.DateTimeField(_("next attempt"), null=True)
    status_code = models.PositiveSmallIntegerField(pgettext_lazy("webhook", "answer"), null=True)
    error = models.CharField(max_length=12, blank=True)
    took_ms = models.PositiveIntegerField(null=True)
    tried_at = models.DateTimeField(_("last attempt"), null=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks sent")
        default_permissions = ("view",)
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["endpoint", "next_at"], condition=models.Q(state="waiting"), name="webhooks_delivery_waiting"
            ),
            models.Index(fields=["endpoint", "-id"], name="webhooks_delivery_log"),
            models.Index(fields=["endpoint", "state", "-id"], name="webhooks_delivery_log_of_state"),
            models.Index(fields=["state", "-id"], name="webhooks_delivery_state"),
            models.Index(fields=["happened_at"], name="webhooks_delivery_age"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="webhooks_waiting_is_planned",
                condition=models.Q(state="waiting", next_at__isnull=False)
                | (~models.Q(state="waiting") & models.Q(next_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}".strip()

    @property
    def message_id(self) -> str:
        """The webhook-id of the wire."""
        return f"msg_{self.number.hex}"
