"""Several tickets changed in one transaction: what each leaves behind is gathered, and written at once in the end.

Kept beside the calls, as who acts is: each action changes one ticket and needn't know whether others are changed too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from datetime import datetime
from functools import cached_property

from tickets.actions import announcing
from tickets.models import Snooze, Ticket, TicketEvent, TicketTag
from tickets.sla import clock_actions
from tickets.sla.standing import read_once


class Together:
    """The locked rows by their keys, as they stood and as they stand, and what isn't written yet."""

    def __init__(self, rows: dict[int, Ticket]) -> None:
        self.rows = rows
        self.stood = {key: copy(row) for key, row in rows.items()}
        self._events: dict[int, list[TicketEvent]] = {key: [] for key in rows}
        self._saved: set[int] = set()
        self._tags_now: dict[int, dict[int, TicketTag]] = {}
        self._snoozes_now: dict[int, Snooze | None] = {}

    @cached_property
    def _tags(self) -> dict[int, dict[int, TicketTag]]:
        """The rows of tags on each ticket by the tag's key, as they stood."""
        found: dict[int, dict[int, TicketTag]] = {key: {} for key in self.rows}
        for row in TicketTag.objects.filter(ticket__in=self.rows).select_related("tag"):
            found[row.ticket_id][row.tag_id] = row
        return found

    @cached_property
    def _snoozes(self) -> dict[int, Snooze]:
        """How each ticket was put off, as it stood."""
        return {row.pk: row for row in Snooze.objects.filter(ticket__in=self.rows)}

    def tags_on(self, key: int) -> dict[int, TicketTag]:
        """The tags of a ticket, to put others there and to take some away."""
        if key not in self._tags_now:
            self._tags_now[key] = dict(self._tags[key])
        return self._tags_now[key]

    def tags_changed(self, key: int) -> list[str]:
        """The names of the tags that a ticket got or lost so far."""
        before, now = self._tags[key], self.tags_on(key)
        return sorted(row.tag.name for tag, row in (before | now).items() if (tag in before) != (tag in now))

    def snooze_of(self, key: int) -> Snooze | None:
        """How a ticket is put off."""
        return self._snoozes_now[key] if key in self._snoozes_now else self._snoozes.get(key)

    def put_off(self, key: int, snooze: Snooze | None) -> None:
        """Keep until when a ticket is put off, or that it isn't any more."""
        self._snoozes_now[key] = snooze

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
        self._tags_now.pop(key, None)
        self._snoozes_now.pop(key, None)

    def write(self, now: datetime) -> None:
        """Write all of it. The clocks are read from the events."""
        announcing.happened(TicketEvent.objects.bulk_create(event for each in self._events.values() for event in each))
        rows = [row for key, row in self.rows.items() if key in self._saved]
        clock_actions.follow_all(rows, now)
        for row in rows:
            row.save(update_fields=self._changed(row))
        self._write_tags()
        self._write_snoozes()

    def _write_tags(self) -> None:
        had = [(self._tags[key], now) for key, now in self._tags_now.items()]
        gone = [row.pk for before, now in had for tag, row in before.items() if tag not in now]
        if gone:
            TicketTag.objects.filter(pk__in=gone).delete()
        TicketTag.objects.bulk_create(row for before, now in had for tag, row in now.items() if tag not in before)

    def _write_snoozes(self) -> None:
        if self._snoozes_now:
            Snooze.objects.filter(ticket__in=list(self._snoozes_now)).delete()
            Snooze.objects.bulk_create(row for row in self._snoozes_now.values() if row is not None)

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
