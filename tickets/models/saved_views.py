"""What members of staff set up for themselves in the queue: views over its filters, the columns."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.models.which_tickets import SEE_ALL, teams_of


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Which saved views."""

    def seen_by(self, person: User | AnonymousUser) -> "SavedViewQuerySet":
        """Their own, and what others share with everybody or with a team whose tickets they see, by name."""
        of_teams = models.Q(team__isnull=False)
        if not person.has_perm(SEE_ALL):
            of_teams = models.Q(team__in=teams_of(person))
        return self.filter(models.Q(owner=person.pk) | models.Q(shared=True) | of_teams).order_by("name", "pk")

    def kept_by(self, person: User | AnonymousUser) -> "SavedViewQuerySet":
        """Those that they may change: their own, and with the right to change views all that they see."""
        if not person.has_perm("tickets.change_savedview"):
            return self.filter(owner=person.pk)
        return self.seen_by(person)


class SavedView(models.Model):
    """A name for filters, words and order of the queue. Who reads it sees of it what they may see."""

    name = models.CharField(_("name"), max_length=60)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), on_delete=models.CASCADE, related_name="saved_views"
    )
    shared = models.BooleanField(_("shared with everybody"), default=False)
    # Whose members see it too, where it isn't for everybody.
    team = models.ForeignKey(
        Group,
        verbose_name=_("shared with the team"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    # The address's query, in the order of desk.origin.canonical.
    query = models.CharField(_("filters"), max_length=1000)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        indexes: ClassVar = [
            models.Index(fields=["name"], condition=models.Q(shared=True), name="tickets_savedview_shared"),
            models.Index(fields=["team"], condition=models.Q(team__isnull=False), name="tickets_savedview_of_team"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "name"], name="tickets_savedview_name_once_an_owner"),
            models.CheckConstraint(
                name="tickets_savedview_shared_in_one_way",
                condition=models.Q(shared=False) | models.Q(team__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DeskPreference(models.Model):
    """How a member of staff wants the queue; where there is no row, everything is as it ships."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="desk_preference"
    )
    # Names of desk.listing.COLUMNS; none means those that ship.
    columns = models.JSONField(default=list, blank=True)
    # The ticket stands beside the list, where there is room for both.
    split = models.BooleanField(_("ticket beside the list"), default=False, db_default=False)

    class Meta:
        verbose_name = _("settings of the queue")
        verbose_name_plural = _("settings of the queue")

    def __str__(self) -> str:
        return str(self.user_id)
