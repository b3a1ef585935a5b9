"""Who was mentioned in which note."""

from collections.abc import Collection
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.models.messages import Message
from tickets.models.tickets import HANDLE_REPORTS, Ticket


class MentionQuerySet(models.QuerySet["Mention"]):
    """Which mentions."""

    def of(self, person: User | AnonymousUser) -> "MentionQuerySet":
        """This person's, whether they may see the ticket or not."""
        return self.filter(person=person.pk)

    def unread(self) -> "MentionQuerySet":
        """Those of tickets that the person hasn't opened since."""
        return self.filter(read_at=None)


def unread_on(tickets: Collection[int], person: User | AnonymousUser) -> dict[int, Message]:
    """The newest note on each of these tickets that mentions the person and that they haven't read."""
    found = Mention.objects.of(person).unread().filter(ticket__in=tickets).select_related("message").order_by("pk")
    return {row.ticket_id: row.message for row in found}


class Mention(models.Model):
    """That a note names a member of staff, who may see its ticket from then on; opening the ticket reads it."""

    ticket = models.ForeignKey(Ticket, verbose_name=_("ticket"), on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, verbose_name=_("note"), on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("staff"), on_delete=models.CASCADE, related_name="+", db_index=False
    )
    # The name as it stands in the note, without the sign: what is marked there when they are called otherwise.
    written = models.CharField(max_length=320)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    read_at = models.DateTimeField(_("read"), null=True, editable=False)

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        default_permissions = ()
        indexes: ClassVar = [
            models.Index(
                models.F("person"),
                models.F("read_at").desc(nulls_first=True),
                models.F("id").desc(),
                name="tickets_mention_list",
            ),
            models.Index(fields=["person", "ticket"], name="tickets_mention_sees"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "person"], name="tickets_mention_once_a_note"),
        ]

    def __str__(self) -> str:
        return f"@{self.written}"


def mentionable(ticket: Ticket) -> models.QuerySet[User]:
    """Who can be mentioned on the ticket: staff who read tickets; of a report who handles those."""
    people = User.objects.with_perm(HANDLE_REPORTS if ticket.is_report else "tickets.view_ticket")
    people = people.filter(is_staff=True, is_active=True).select_related("staff_settings")
    return people.order_by("first_name", "username")
