"""How a team's new tickets find somebody: by turns, or not."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class TeamRouting(models.Model):
    """That a team's tickets are handed out, and to whom. A team without a row takes its tickets by hand."""

    team = models.OneToOneField(
        Group, primary_key=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("team")
    )
    is_on = models.BooleanField(
        _("hand tickets out"),
        default=True,
        help_text=_("A new ticket of the team goes to whoever speaks its language and has the fewest open ones."),
    )
    most_open = models.PositiveSmallIntegerField(
        _("most open tickets"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Who has as many, waiting for us or for the customer, gets no more. Empty: no limit."),
    )
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        limit_choices_to={"is_staff": True, "is_active": True},
        verbose_name=_("who takes part"),
        help_text=_("Members of the team; nobody chosen means all of them."),
    )

    class Meta:
        verbose_name = _("handing out of a team’s tickets")
        verbose_name_plural = _("handing out of tickets")

    def __str__(self) -> str:
        return self.team.name


class RoutingTurn(models.Model):
    """When somebody last got a ticket of a team by turns."""

    team = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+", verbose_name=_("team"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("staff")
    )
    at = models.DateTimeField(_("last turn"))

    class Meta:
        verbose_name = _("turn")
        verbose_name_plural = _("turns")
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "person"], name="tickets_routingturn_one_each"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id}: {self.person_id} {self.at}"
