"""What people said of our help with a ticket, and that they were asked."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.models.tickets import Ticket
from tickets.models.which_tickets import of_visible


class RatingQuerySet(models.QuerySet["Rating"]):
    """Which ratings."""

    def visible_to(self, person: User | AnonymousUser) -> "RatingQuerySet":
        """Those of the tickets that this member of staff may see."""
        return of_visible(self, person)

    def given(self) -> "RatingQuerySet":
        """Those that somebody answered."""
        return self.exclude(score="")

    def asked_of(self, email: str) -> "RatingQuerySet":
        """Those that this address was asked for, however it was typed."""
        return self.alias(address=Lower("email")).filter(address=Lower(models.Value(email)))


class Rating(models.Model):
    """One question to one person about one ticket; `score` is "" until they answer, and theirs to change."""

    class Score(models.TextChoices):
        GOOD = "good", _("Good")
        BAD = "bad", _("Not good")

    ticket = models.OneToOneField(Ticket, verbose_name=_("ticket"), on_delete=models.CASCADE, related_name="rating")
    email = models.EmailField(_("email"))
    # Whose work it was when it was solved; later changes of the ticket aren't theirs.
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assignee"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    team = models.ForeignKey(
        Group, verbose_name=_("team"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    score = models.CharField(_("rating"), max_length=10, choices=Score, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    rated_at = models.DateTimeField(_("rated"), null=True, editable=False)

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        indexes: ClassVar = [
            models.Index(Lower("email"), models.F("asked_at").desc(), name="tickets_rating_address"),
            models.Index(
                models.F("rated_at").desc(),
                models.F("id").desc(),
                condition=~models.Q(score=""),
                name="tickets_rating_latest",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="tickets_rating_time_exactly_when_given",
                condition=models.Q(score="", rated_at__isnull=True)
                | (~models.Q(score="") & models.Q(rated_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket.reference}: {self.get_score_display() or _('not answered')}"


class SurveyOptOut(models.Model):
    """Who doesn't want to be asked how our help was."""

    address = models.EmailField(_("address"), unique=True, help_text="In small letters.")
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("address that isn’t asked")
        verbose_name_plural = _("addresses that aren’t asked")
        default_permissions = ()

    def __str__(self) -> str:
        return self.address
