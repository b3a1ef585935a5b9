"""What staff are told of, how each wants to hear of what, and when they had mail about it last."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.models.tickets import Ticket
from tickets.models.which_tickets import of_visible
from tickets.notifying import kinds


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Which notifications."""

    def of(self, person: User | AnonymousUser) -> "NotificationQuerySet":
        """This person's, as far as they still may see the ticket."""
        return of_visible(self.filter(person=person.pk), person)

    def shown(self) -> "NotificationQuerySet":
        """Those that stand in the desk."""
        return self.filter(in_desk=True)

    def unread(self) -> "NotificationQuerySet":
        """Those of tickets that the person hasn't opened since."""
        return self.filter(read_at=None)

    def due(self) -> "NotificationQuerySet":
        """Those that wait for the next mail: what was read in the desk meanwhile needs none."""
        return self.unread().filter(mail_due=True)

    def over(self, now: datetime) -> "NotificationQuerySet":
        """Those that are kept no longer."""
        return self.filter(created_at__lt=now - kinds.KEPT)


class Notification(models.Model):
    """That something on a ticket concerns a member of staff; opening the ticket reads it."""

    class Kind(models.TextChoices):
        ASSIGNED = kinds.Kind.ASSIGNED, _("A ticket is given to me")
        MENTIONED = kinds.Kind.MENTIONED, _("Somebody mentions me in a note")
        ESCALATED = kinds.Kind.ESCALATED, _("A ticket is escalated to my team")
        DUE_SOON = kinds.Kind.DUE_SOON, _("A ticket is due soon")
        OVERDUE = kinds.Kind.OVERDUE, _("A ticket is overdue")
        MAIL_FAILED = kinds.Kind.MAIL_FAILED, _("An email of mine reaches nobody")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("staff"), on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    ticket = models.ForeignKey(Ticket, verbose_name=_("ticket"), on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("happened"), default=timezone.now, editable=False)
    read_at = models.DateTimeField(_("read"), null=True, editable=False)
    in_desk = models.BooleanField(default=True)
    mail_due = models.BooleanField(default=False)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        default_permissions = ()
        indexes: ClassVar = [
            models.Index(
                models.F("person"),
                models.F("created_at").desc(),
                models.F("id").desc(),
                condition=models.Q(in_desk=True),
                name="tickets_notification_list",
            ),
            models.Index(fields=["person", "created_at"], condition=models.Q(mail_due=True), name="tickets_notice_due"),
            models.Index(fields=["created_at"], name="tickets_notification_age"),
        ]
        constraints: ClassVar = [
            # What is unread already is brought up to date, never told twice.
            models.UniqueConstraint(
                fields=["person", "ticket", "kind"],
                condition=models.Q(read_at=None),
                name="tickets_notification_unread_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} {self.ticket_id}"

    @property
    def due_at(self) -> datetime | None:
        """When the ticket is due, where that is what it tells; None once it was read or settled."""
        return self.ticket.due_at if self.kind in kinds.TIMELY and self.read_at is None else None


class NotificationChoice(models.Model):
    """How somebody wants to hear of one kind; without a row it is as it ships."""

    class Way(models.TextChoices):
        DESK = kinds.Way.DESK, _("In the desk")
        MAIL = kinds.Way.MAIL, _("By mail")
        BOTH = kinds.Way.BOTH, _("Both")
        OFF = kinds.Way.OFF, _("Not at all")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("staff"), on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Notification.Kind)
    way = models.CharField(_("way"), max_length=4, choices=Way)

    class Meta:
        verbose_name = _("choice of notifications")
        verbose_name_plural = _("choices of notifications")
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind"], name="tickets_notification_chosen_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} {self.way}"


class MailPace(models.Model):
    """When somebody of the staff last had a mail of notifications."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("staff")
    )
    mailed_at = models.DateTimeField(_("mailed"), null=True)

    class Meta:
        verbose_name = _("pace of mail")
        verbose_name_plural = _("paces of mail")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.person_id}: {self.mailed_at}"


def ways_of(people: list[User], kind: str) -> dict[int, str]:
    """How each of these people wants to hear of this kind, by primary key."""
    chosen = NotificationChoice.objects.filter(person__in=people, kind=kind).values_list("person", "way")
    return {person.pk: str(kinds.DEFAULTS[kinds.Kind(kind)]) for person in people} | dict(chosen)
