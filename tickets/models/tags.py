"""Tags, and which tickets have them."""

from collections.abc import Sequence
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tickets.models.tickets import Ticket
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


def has_tag(names: Sequence[str]) -> models.Q:
    """The condition that a ticket has any of the tags with these names; it keeps a list in its own order.

    Of rare tags their tickets are read, of common ones the queue, until there are enough: whichever is less.
    """
    tags = list(Tag.objects.filter(name__in=names).values_list("pk", flat=True))
    if not tags:
        return models.Q(pk__in=[])
    return models.Q(models.Exists(TicketTag.objects.filter(tag__in=tags, ticket=models.OuterRef("pk"))))


def tags_of(ticket: Ticket) -> list[Tag]:
    """The ticket's tags by name."""
    return list(Tag.objects.filter(tagged__ticket=ticket).order_by("name"))


def known_tags() -> list[str]:
    """The names to choose from; any other is typed."""
    return list(Tag.objects.order_by("name").values_list("name", flat=True)[:MOST_OFFERED])
