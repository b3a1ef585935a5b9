"""Writes a batch of another desk's records and that they are here, in one transaction: killed anywhere, a run that
comes later goes on behind the last batch that was whole, and nothing is there twice.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection, transaction

from accounts.actions.bringing import BroughtPerson, bring_organisations, bring_people
from accounts.models import Customer, Domain, Organisation, User
from moving import values
from moving.models import ImportedRecord
from moving.values import Macro, SkippedError
from tickets.actions.bringing import bring_in, count_tags, know_tags
from tickets.brought import Brought
from tickets.macros import actions as macros
from tickets.refusals import TicketRefusedError

Kind = ImportedRecord.Kind
LONGEST_ID = 100


class AlreadyRunningError(Exception):
    """Another run of the same source is at work."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A record that couldn't be written, and why."""

    external_id: str
    why: str


@contextmanager
def alone(source: str) -> Iterator[None]:
    """One run of a source at a time, until the connection ends at the latest. Raises AlreadyRunningError."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [f"moving:{source}"])
        if cursor.fetchone() != (True,):
            raise AlreadyRunningError
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [f"moving:{source}"])


def here_already(*, source: str, kind: str, ids: Iterable[str]) -> dict[str, int]:
    """The keys of what those of the records became that are here, by their ids."""
    rows = ImportedRecord.objects.filter(source=source, kind=kind, external_id__in=list(ids))
    return dict(rows.values_list("external_id", "made"))


def rows_of(*, source: str, kind: str, ids: Iterable[str]) -> dict[str, int]:
    """The same of people or organisations, without those whose row was deleted since."""
    made = here_already(source=source, kind=kind, ids=ids)
    model = Customer if kind == Kind.PERSON else Organisation
    there = set(model.objects.filter(pk__in=made.values()).values_list("pk", flat=True)) if made else set()
    return {external: key for external, key in made.items() if key in there}


def write_tickets(*, source: str, batch: Sequence[tuple[str, Brought]], now: datetime) -> list[Failed]:
    """Write these tickets with their ids; what the database refuses of them is told, the others are written."""
    return _write(source, Kind.TICKET, batch, lambda some: bring_in(tickets=some, now=now))


def write_organisations(*, source: str, domain: Domain, batch: Sequence[values.Organisation]) -> list[Failed]:
    """Write these, by what the product calls them."""

    def write(some: Sequence[values.Organisation]) -> list[int]:
        made = bring_organisations(domain=domain, named=[(each.external_id, each.name) for each in some])
        return [made[each.external_id] for each in some]

    return _write(source, Kind.ORGANISATION, [(each.id, each) for each in batch], write)


def write_people(
    *, source: str, domain: Domain, batch: Sequence[tuple[str, BroughtPerson]], now: datetime
) -> list[Failed]:
    """Write these, by what the product calls them."""

    def write(some: Sequence[BroughtPerson]) -> list[int]:
        made = bring_people(domain=domain, people=some, now=now)
        return [made[each.subject] for each in some]

    return _write(source, Kind.PERSON, batch, write)


@transaction.atomic
def write_macro(*, source: str, macro: Macro, owner: User | None, locale: str) -> None:
    """Write one macro. Raises SkippedError where there is one of this name, or the text can't be used."""
    tags = know_tags(names=macro.tags)
    then: dict[str, Any] = {"then": macro.then, "priority": macro.priority, "tags": list(tags.values())}
    try:
        made = macros.bring_in(name=macro.name[:80], locale=locale, body=macro.body[:20_000], owner=owner, **then)
    except TicketRefusedError as refused:
        raise SkippedError("its text has places that can't be filled in here") from refused
    if made is None:
        raise SkippedError("there is a macro of this name here")
    ImportedRecord.objects.create(source=source, kind=Kind.MACRO, external_id=macro.id, made=made.pk)


@transaction.atomic
def write_tags(*, names: Sequence[str], dry: bool) -> tuple[int, int]:
    """Have a tag for each of these, unless it is `dry`: how many of them were made, and how many were here."""
    wanted, here = count_tags(names=names)
    if not dry:
        know_tags(names=names)
    return wanted - here, here


def _write[Value](
    source: str, kind: str, batch: Sequence[tuple[str, Value]], write: Callable[[Sequence[Value]], list[int]]
) -> list[Failed]:
    """All of them at once; where that fails, one by one, so that one of them keeps no other out."""
    try:
        _write_some(source, kind, batch, write)
    except (DatabaseError, ValueError) as error:
        if len(batch) == 1:
            return [Failed(batch[0][0], " ".join(str(error).split())[:300])]
        return [failed for one in batch for failed in _write(source, kind, [one], write)]
    return []


@transaction.atomic
def _write_some[Value](
    source: str, kind: str, batch: Sequence[tuple[str, Value]], write: Callable[[Sequence[Value]], list[int]]
) -> None:
    keys = write([value for _id, value in batch])
    ImportedRecord.objects.bulk_create(
        ImportedRecord(source=source, kind=kind, external_id=external, made=key)
        for (external, _value), key in zip(batch, keys, strict=True)
    )
