"""Keeps who was mentioned in a note, and tells them. In the caller's transaction. But for merges, nothing else does."""

from datetime import datetime

from django.utils.translation import gettext

from accounts.models import User
from tickets.mentions.people import mentioned, without_sight
from tickets.models import Mention, Message, Ticket
from tickets.notifying.actions import tell_all
from tickets.notifying.kinds import Kind
from tickets.refusals import TicketRefusedError


class NoSightError(TicketRefusedError):
    """Some of those who are mentioned may not see the ticket: nothing is written."""

    def __init__(self, names: list[str], *, of_report: bool) -> None:
        super().__init__("may_not_see")
        self.names, self.of_report = names, of_report

    @property
    def text(self) -> str:
        """Who it is, and what to do."""
        words = (
            gettext("They may not see this report under the law: %(names)s. Take the @ away, or ask others.")
            if self.of_report
            else gettext("They may not see tickets: %(names)s. Take the @ away, or ask others.")
        )
        return words % {"names": ", ".join(self.names)}


def mention(*, ticket: Ticket, note: Message, author: User | None, now: datetime) -> None:
    """Whoever stands in the note behind an @ is told, and sees the ticket from now on.

    Raises NoSightError, before anything of it stays, when somebody may not be shown the ticket.
    """
    found = mentioned(note.body)
    blind = without_sight(list(found), ticket)
    if blind:
        names = [each.get_full_name() or each.get_username() for each in blind]
        raise NoSightError(names, of_report=ticket.is_report)
    others = {person: written for person, written in found.items() if author is None or person.pk != author.pk}
    Mention.objects.bulk_create(
        Mention(ticket=ticket, message=note, person=person, written=written, created_at=now)
        for person, written in others.items()
    )
    tell_all(kind=Kind.MENTIONED, people=others, ticket=ticket, by=author, now=now)
