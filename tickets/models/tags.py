"""Tags, and which tickets have them."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tickets.models.tickets import Ticket, TicketQuerySet
from tickets.tags import LONGEST

# So many can be chosen from.
MOST_OFFERED = 500


class Tag(models.Model):
    """A word that tickets are sorted by, as `tickets.tags` spells it."""

    name = models.CharField(_("name"), max_length=LONGEST, unique=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(name="tickets_tag_is_one_word", condition=models.Q(name__regex=r"^[^\s]+$")),
        ]

    def __str__(self) -> str:
        return self.name


class TicketTag(models.Model):
    """That a ticket has a tag."""

    ticket = models.ForeignKey(Ticket, verbose_name=_("ticket"), on_delete=models.CASCADE, related_name="tagged")
    # Tickets of a tag are looked up by the constraint's index.
    tag = models.ForeignKey(Tag, verbose_name=_("tag"), on_delete=models.CASCADE, related_name="tagged", db_index=False)

    class Meta:
        verbose_name = _("tag of a ticket")
        verbose_name_plural = _("tags of tickets")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tag", "ticket"], name="tickets_ticket_tag_once"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.tag_id}"


def of_tag(tickets: TicketQuerySet, name: str) -> TicketQuerySet:
    """Those of the tickets that have the tag with this name, in their own order.

    Of a rare tag its tickets are read, of a common one the queue, until there are enough: whichever is less.
    """
    tag = Tag.objects.filter(name=name).values_list("pk", flat=True).first()
    if tag is None:
        return tickets.none()
    return tickets.filter(models.Exists(TicketTag.objects.filter(tag=tag, ticket=models.OuterRef("pk"))))


def tags_of(ticket: Ticket) -> list[Tag]:
    """The ticket's tags by name."""
    return list(Tag.objects.filter(tagged__ticket=ticket).order_by("name"))


def known_tags() -> list[str]:
    """The names to choose from; any other is typed."""
    return list(Tag.objects.order_by("name").values_list("name", flat=True)[:MOST_OFFERED])
