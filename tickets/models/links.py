"""Tickets that have to do with each other: related ones, and the many of one incident below their parent."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tickets.models.tickets import Ticket, TicketQuerySet


class TicketLink(models.Model):
    """One link of two tickets. Of a parent and a child the parent is `first`; of related ones it is the older."""

    class Kind(models.TextChoices):
        RELATED = "related", _("related to")
        CHILD = "child", _("child")

    kind = models.CharField(max_length=10, choices=Kind)
    # Links of a ticket are looked up by the constraint's index on this side.
    first = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links_onward", db_index=False)
    second = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links_back")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("link of tickets")
        verbose_name_plural = _("links of tickets")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="tickets_link_once"),
            models.UniqueConstraint(
                fields=["second"], condition=models.Q(kind="child"), name="tickets_link_one_parent"
            ),
            models.CheckConstraint(name="tickets_link_not_to_itself", condition=~models.Q(first=models.F("second"))),
            models.CheckConstraint(name="tickets_link_kind_known", condition=models.Q(kind__in=["related", "child"])),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} → {self.second_id}: {self.kind}"


def open_children(parent: Ticket) -> TicketQuerySet:
    """The tickets below this one that have work left, oldest first."""
    below = TicketLink.objects.filter(first=parent, kind=TicketLink.Kind.CHILD).values("second")
    return Ticket.objects.filter(pk__in=below).open().order_by("pk")
