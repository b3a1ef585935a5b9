"""What the customer's clock shows beside the desk's own, where their time zone is known. Reads only."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format, time_format

from tickets.cases import TIME_ZONE
from tickets.models import Message, Ticket
from web.zones import is_zone


@dataclass(frozen=True, slots=True)
class There:
    """What the clock shows, and the name of its zone."""

    time: str
    zone: str


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of whoever wrote; of nobody else on the ticket."""

    zone: ZoneInfo
    name: str

    def of(self, message: Message) -> There | None:
        """When it was there as this was written; None of others' words, and where the desk's clock says the same."""
        is_theirs = message.kind == Message.Kind.CUSTOMER and message.author_name in {"", self.name}
        return self.at(message.created_at) if is_theirs else None

    def at(self, moment: datetime) -> There | None:
        """This moment there, with the day where that is another; None where the desk's clock says the same."""
        here, there = timezone.localtime(moment), moment.astimezone(self.zone)
        if here.utcoffset() == there.utcoffset():
            return None
        # The formats would bring a moment into the desk's zone; a clock's face has none.
        face = there.replace(tzinfo=None)
        same_day = here.date() == there.date()
        shown = time_format(face.time(), "TIME_FORMAT") if same_day else date_format(face, "SHORT_DATETIME_FORMAT")
        return There(shown, self.zone.key)


def clock_of(ticket: Ticket) -> Clock | None:
    """The clock that a browser told of, or None."""
    name = ticket.identity.get(TIME_ZONE)
    return Clock(ZoneInfo(name), ticket.requester_name) if isinstance(name, str) and is_zone(name) else None
