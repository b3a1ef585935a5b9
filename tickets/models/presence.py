"""Who has a ticket's page open."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.models.replies import ReplyDraft
from tickets.models.tickets import Ticket

# A page says every ten seconds that it is open; after this it is taken for closed.
LASTS = timedelta(seconds=30)
# So long after the last letter somebody still writes.
WRITES = timedelta(seconds=60)


class Presence(models.Model):
    """That a member of staff had a ticket's page open at this time. A row is of no use a minute later."""

    ticket = models.ForeignKey(Ticket, verbose_name=_("ticket"), on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("staff"), on_delete=models.CASCADE, related_name="+"
    )
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "staff"], name="tickets_presence_one_each"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} on {self.ticket_id}"


def others_on(ticket: Ticket, reader: User, now: datetime) -> list[tuple[User, bool]]:
    """Who else is on the ticket, by name, and whether they write."""
    writing = set(ReplyDraft.objects.filter(ticket=ticket, saved_at__gt=now - WRITES).values_list("author", flat=True))
    rows = Presence.objects.filter(ticket=ticket, seen_at__gt=now - LASTS).exclude(staff=reader)
    people = [row.staff for row in rows.select_related("staff").order_by("staff__first_name", "staff__username")]
    return [(person, person.pk in writing) for person in people]
