"""What was done to several tickets at once, kept for as long as it can be taken back."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.models.tickets import Ticket

UNDO_FOR = timedelta(minutes=10)
LONGEST_TO = 200


class BulkMoveQuerySet(models.QuerySet["BulkMove"]):
    """Which bulk moves."""

    def undoable_by(self, person: User, now: datetime) -> "BulkMoveQuerySet":
        """Those that this member of staff can still take back, the newest first."""
        made = self.filter(author=person, made_at__gt=now - UNDO_FOR, undone_at=None)
        return made.order_by("-made_at", "-pk")


class BulkMove(models.Model):
    """One move of several tickets. `to` is what they were given, in the words or the key that its kind has."""

    class What(models.TextChoices):
        ASSIGNEE = "assignee", _("assignee")
        TEAM = "team", _("team")
        PRIORITY = "priority", _("priority")
        STATUS = "status", _("status")
        TAG = "tag", _("tag")
        UNTAG = "untag", _("tag taken off")
        SNOOZE = "snooze", _("snooze")

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=10, choices=What)
    to = models.CharField(max_length=LONGEST_TO, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    undone_at = models.DateTimeField(null=True, editable=False)

    objects = BulkMoveQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["author", "-made_at"], name="tickets_bulkmove_of_author")]

    def __str__(self) -> str:
        return f"{self.what}: {self.to}"


class MovedTicket(models.Model):
    """A ticket that a bulk move changed: how it stood, and which version the move made of it."""

    move = models.ForeignKey(BulkMove, on_delete=models.CASCADE, related_name="tickets")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    team = models.ForeignKey("auth.Group", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    priority = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10)
    waiting_since = models.DateTimeField(null=True)
    solved_at = models.DateTimeField(null=True)
    # The names of the tags that this move put on the ticket, or took off it.
    tags = models.JSONField(default=list, db_default=[])
    # Until when it was put off before; of a snooze alone, any other move wakes it for good.
    snoozed_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["move", "ticket"], name="tickets_movedticket_once_a_move")
        ]

    def __str__(self) -> str:
        return f"{self.move_id}: {self.ticket_id}"
