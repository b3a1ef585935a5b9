"""How soon somebody is to be answered, and for which tickets."""

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import Group
from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from tickets.models.business_hours import BusinessHours
from tickets.models.topics import Topic
from tickets.sla.policies import Kind, Policy
from tickets.workflow import Status

# A year: longer is no target.
LONGEST = 366 * 24 * 60
_IN_RANGE: dict[str, Any] = {
    "validators": [MinValueValidator(1), MaxValueValidator(LONGEST)],
    "null": True,
    "blank": True,
}


class SlaPolicyQuerySet(models.QuerySet["SlaPolicy"]):
    """Which policies."""

    def values_in_order(self) -> list[Policy]:
        """Those that hold, in their order, as the rules read them; in one query."""
        rows = self.filter(active=True).annotate(topic_keys=_keys("topics"), team_keys=_keys("teams"))
        return [row.value() for row in rows.order_by("order", "pk")]


def _keys(name: str) -> ArrayAgg:
    return ArrayAgg(name, distinct=True, filter=models.Q(**{f"{name}__isnull": False}), default=[])


def _any_of(field: "models.Field[Any, Any]", label: Any) -> "ArrayField[Any, Any]":
    return ArrayField(field, verbose_name=label, blank=True, default=list, db_default=[])


class SlaPolicy(models.Model):
    """What tickets of some kind are promised. Of several that fit, the first in order holds."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    order = models.PositiveSmallIntegerField(
        _("order"), default=100, help_text=_("Of several that fit a ticket, the one with the lowest number holds.")
    )
    active = models.BooleanField(_("in use"), default=True)
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="+")
    teams = models.ManyToManyField(Group, verbose_name=_("teams"), blank=True, related_name="+")
    plans = _any_of(models.CharField(max_length=40), _("plans"))
    priorities = _any_of(models.PositiveSmallIntegerField(), _("priorities"))
    languages = _any_of(models.CharField(max_length=20), _("languages"))
    first_response = models.PositiveIntegerField(_("first response"), **_IN_RANGE)
    next_response = models.PositiveIntegerField(_("next response"), **_IN_RANGE)
    resolution = models.PositiveIntegerField(_("resolution"), **_IN_RANGE)
    hours = models.ForeignKey(
        BusinessHours,
        verbose_name=_("business hours"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="policies",
        help_text=_("Empty: those of the ticket’s team; around the clock where it has none."),
    )
    pauses_pending = models.BooleanField(_("stand still while we wait for the customer"), default=True)
    pauses_on_hold = models.BooleanField(_("stand still while on hold"), default=False)
    warn_percent = models.PositiveSmallIntegerField(
        _("due soon from"),
        default=75,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text=_("When so many percent of the time are used."),
    )

    objects = SlaPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("SLA policy")
        verbose_name_plural = _("SLA policies")
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="tickets_sla_policy_promises_something",
                condition=models.Q(first_response__isnull=False)
                | models.Q(next_response__isnull=False)
                | models.Q(resolution__isnull=False),
                violation_error_message=_("Set at least one of the times: what isn’t set isn’t measured."),
            ),
            models.CheckConstraint(
                name="tickets_sla_policy_targets_in_range",
                condition=models.Q(*(
                    models.Q(**{f"{kind}__isnull": True}) | models.Q(**{f"{kind}__range": (1, LONGEST)})
                    for kind in ("first_response", "next_response", "resolution")
                )),
            ),
            models.CheckConstraint(
                name="tickets_sla_policy_warns_in_between", condition=models.Q(warn_percent__range=(1, 99))
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def value(self) -> Policy:
        """The policy as the rules read it; of a row that `values_in_order` fetched."""
        targets = {kind: getattr(self, kind) for kind in Kind}
        pauses = {Status.PENDING: self.pauses_pending, Status.ON_HOLD: self.pauses_on_hold}
        return Policy(
            key=self.pk,
            targets={kind: timedelta(minutes=minutes) for kind, minutes in targets.items() if minutes},
            topics=frozenset(getattr(self, "topic_keys", ())),
            plans=frozenset(self.plans),
            priorities=frozenset(self.priorities),
            teams=frozenset(getattr(self, "team_keys", ())),
            languages=frozenset(self.languages),
            pauses=frozenset(status for status, stands in pauses.items() if stands),
            warn_percent=self.warn_percent,
            hours=self.hours_id,
        )
