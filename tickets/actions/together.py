"""Several tickets changed in one transaction: what each leaves behind is gathered, and written at once in the end.

Kept beside the calls, as who acts is: each action changes one ticket and needn't know whether others are changed too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from datetime import datetime

from tickets.models import Ticket, TicketEvent
from tickets.sla import clock_actions
from tickets.sla.standing import read_once


class Together:
    """The locked rows by their keys, as they stood and as they stand, and what isn't written yet."""

    def __init__(self, rows: dict[int, Ticket]) -> None:
        self.rows = rows
        self.stood = {key: copy(row) for key, row in rows.items()}
        self._events: dict[int, list[TicketEvent]] = {key: [] for key in rows}
        self._saved: set[int] = set()

    def record(self, event: TicketEvent) -> None:
        """Keep an event of one of the rows."""
        self._events[event.ticket_id].append(event)

    def save(self, ticket: Ticket) -> None:
        """Keep that a row has changed."""
        self._saved.add(ticket.pk)

    def forget(self, key: int) -> None:
        """What was gathered of a ticket that refused; it stands as it stood."""
        self.rows[key] = copy(self.stood[key])
        self._events[key] = []
        self._saved.discard(key)

    def write(self, now: datetime) -> None:
        """Write all of it. The clocks are read from the events."""
        TicketEvent.objects.bulk_create(event for each in self._events.values() for event in each)
        rows = [row for key, row in self.rows.items() if key in self._saved]
        clock_actions.follow_all(rows, now)
        for row in rows:
            row.save(update_fields=self._changed(row))

    def _changed(self, row: Ticket) -> list[str]:
        before = self.stood[row.pk]
        fields = (field.attname for field in Ticket._meta.concrete_fields)
        return [name for name in fields if getattr(row, name) != getattr(before, name)]


_together: ContextVar[Together | None] = ContextVar("together", default=None)


@contextmanager
def together(rows: dict[int, Ticket], now: datetime) -> Iterator[Together]:
    """Within it, in one transaction, the actions change these locked rows; it is written when it ends well."""
    gathered = Together(rows)
    token = _together.set(gathered)
    try:
        with read_once():
            yield gathered
            gathered.write(now)
    finally:
        _together.reset(token)


def gathering(key: int | None) -> Together | None:
    """Where what happens to the ticket with this key is gathered; None where it is written as it happens."""
    gathered = _together.get()
    return gathered if gathered is not None and key in gathered.rows else None
