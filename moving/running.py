"""One run over an export: file by file, record by record, in batches; what comes of each stands in the outcome."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import IO, cast

from django.conf import settings
from django.utils import translation

from accounts.actions.bringing import BroughtPerson
from accounts.models import User
from moving.actions import importing
from moving.archives import Archive, Entry
from moving.lookup import Lookup
from moving.outcome import Outcome
from moving.progress import Counted, Progress
from moving.resolving import Around, Kept, address, brought
from moving.streams import Found, of_json, of_xml
from moving.values import BrokenError, Case, File, Kind, Organisation, Person, Raw, SkippedError, identifier, text
from moving.vendors import Desk
from moving.vendors.placeholders import marked
from tickets.brought import Brought
from tickets.files.actions import take_in
from tickets.files.kinds import FileRefusedError
from tickets.files.refusals import words_of

# So many records are one transaction.
BATCH = 200


@dataclass(slots=True)
class Run:
    """One export, read from its beginning to its end."""

    desk: Desk
    archive: Archive
    source: str
    around: Around
    lookup: Lookup
    outcome: Outcome
    dry: bool = False

    def go(self) -> None:
        """Read all of it. Files of which nobody knows what they have are told."""
        entries = [(kind, entry) for entry in self.archive.records() if (kind := self._kind(entry))]
        progress = Progress(self.desk.name, sum(entry.size for _kind, entry in entries))
        before = 0
        for kind in Kind:
            for entry in (each for its, each in entries if its == kind):
                self._file(kind, entry, progress, before)
                before += entry.size
        progress.end(self._so_far())

    def _kind(self, entry: Entry) -> Kind | None:
        kind = self.desk.kind_of_file(entry.path)
        if kind is not None:
            return kind
        with self.archive.open(entry) as stream:
            try:
                first = next(iter(self._records(entry, stream)), None)
            except BrokenError:
                first = None
        if isinstance(first, tuple):
            kind = self.desk.lists.get(first[0]) or self.desk.shape(first[1])
        if kind is None:
            self.outcome.skipped("file", entry.path, "isn't known")
        return kind

    def _records(self, entry: Entry, stream: IO[bytes]) -> Iterator[Found]:
        if entry.name.endswith(".xml"):
            return of_xml(stream)
        return of_json(stream, frozenset({*self.desk.lists, "data"}))

    def _file(self, kind: Kind, entry: Entry, progress: Progress, before: int) -> None:
        batch: list[Raw] = []
        with self.archive.open(entry) as opened:
            stream = Counted(opened)
            try:
                for number, found in enumerate(self._records(entry, cast("IO[bytes]", stream)), 1):
                    if isinstance(found, BrokenError):
                        self.outcome.fell_out(kind, f"{entry.path} record {number}", str(found))
                        continue
                    batch.append(found[1])
                    if len(batch) >= BATCH:
                        self._batch(kind, batch)
                        batch = []
                        progress.at(before + stream.read_so_far, self._so_far())
            except BrokenError as broken:
                self.outcome.fell_out(kind, entry.path, str(broken))
        self._batch(kind, batch)
        progress.at(before + entry.size, self._so_far())

    def _batch(self, kind: Kind, batch: list[Raw]) -> None:
        acts: dict[Kind, Callable[[list[Raw]], None]] = {
            Kind.ORGANISATION: self._organisations,
            Kind.PERSON: self._people,
            Kind.COMMENT: self._comments,
            Kind.TAG: self._tags,
            Kind.MACRO: self._macros,
            Kind.TICKET: self._tickets,
        }
        acts[kind](batch)

    def _each[Value](self, kind: Kind, batch: list[Raw], read: Callable[[Raw], Value]) -> Iterator[Value]:
        """What can be read of each; the reason where it can't, whatever a stranger's record does."""
        for raw in batch:
            name = identifier(raw.get("id")) or text(raw.get("name")) or "?"
            try:
                yield read(raw)
            except SkippedError as skipped:
                self.outcome.skipped(kind, name, str(skipped))
            except BrokenError as broken:
                self.outcome.fell_out(kind, name, str(broken))
            except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
                self.outcome.fell_out(kind, name, f"can't be read: {error!r}"[:300])

    def _organisations(self, batch: list[Raw]) -> None:
        found = {each.id: each for each in self._each(Kind.ORGANISATION, batch, self.desk.organisation) if each.id}
        self.lookup.know_names("organisation", ((each.id, each.name) for each in found.values()))
        wanted = [each for each in found.values() if self.around.domain and each.external_id]
        self.outcome.known(Kind.ORGANISATION, len(found) - len(wanted))
        new = self._new(Kind.ORGANISATION, {each.id: each for each in wanted})
        if new and self.around.domain and not self.dry:
            named: list[Organisation] = list(new.values())
            failed = importing.write_organisations(source=self.source, domain=self.around.domain, batch=named)
            self._wrote(Kind.ORGANISATION, len(new), failed)

    def _people(self, batch: list[Raw]) -> None:
        found = {one.id: one for each in self._each(Kind.PERSON, batch, self.desk.people) for one in each if one.id}
        self.lookup.know_people(found.values())
        domain = self.around.domain
        wanted = {
            each.id: each
            for each in found.values()
            if domain and each.external_id and not each.is_agent and address(each.email)
        }
        self.outcome.known(Kind.PERSON, len(found) - len(wanted))
        new = self._new(Kind.PERSON, wanted)
        if new and domain and not self.dry:
            at = self._rows(Kind.ORGANISATION, {each.organisation for each in new.values()})
            people = [(key, self._person(each, at.get(each.organisation))) for key, each in new.items()]
            failed = importing.write_people(source=self.source, domain=domain, batch=people, now=self.around.now)
            self._wrote(Kind.PERSON, len(new), failed)

    def _person(self, person: Person, organisation: int | None) -> BroughtPerson:
        language = self.around.language(person.locale)
        return BroughtPerson(person.external_id[:255], address(person.email), person.name, language, organisation)

    def _comments(self, batch: list[Raw]) -> None:
        self.lookup.know_comments((self.desk.ticket_of(raw), raw) for raw in batch)

    def _tags(self, batch: list[Raw]) -> None:
        names = [text(raw.get("name")) for raw in batch]
        made, here = importing.write_tags(names=names, dry=self.dry)
        self.outcome.made(Kind.TAG, made)
        self.outcome.here(Kind.TAG, here)

    def _macros(self, batch: list[Raw]) -> None:
        read = self._each(Kind.MACRO, batch, lambda raw: list(self.desk.macros(raw, self.lookup)))
        for macro in (one for each in read for one in each):
            if not self._new(Kind.MACRO, {macro.id: macro}):
                continue
            owner: User | None = None
            if macro.owner is not None and (owner := self.around.agent(macro.owner)) is None:
                self.outcome.skipped(Kind.MACRO, macro.id, "is one agent's alone, who isn't on the staff here")
                continue
            if unknown := marked(macro.body):
                self.outcome.incomplete(Kind.MACRO, macro.id, f"{macro.name}: nothing fills in {', '.join(unknown)}")
            if self.dry:
                continue
            try:
                importing.write_macro(source=self.source, macro=macro, owner=owner, locale=self.around.locale)
            except SkippedError as skipped:
                self.outcome.skipped(Kind.MACRO, macro.id, str(skipped))
            else:
                self.outcome.made(Kind.MACRO)

    def _tickets(self, batch: list[Raw]) -> None:
        cases = {each.id: each for each in self._each(Kind.TICKET, batch, lambda raw: self.desk.case(raw, self.lookup))}
        new = self._new(Kind.TICKET, cases)
        made = {
            f"{kind}:{key}": row
            for kind, keys in (
                (Kind.PERSON, {case.requester.id for case in new.values()}),
                (Kind.ORGANISATION, {case.organisation for case in new.values()}),
            )
            for key, row in self._rows(kind, keys).items()
        }
        rows: list[tuple[str, Brought]] = []
        for case in new.values():
            kept = self._files(case)
            rows += [(case.id, one) for one in self._whole(case, made, kept)]
        if rows and not self.dry:
            failed = importing.write_tickets(source=self.source, batch=rows, now=self.around.now)
            self._wrote(Kind.TICKET, len(rows), failed)

    def _whole(self, case: Case, made: dict[str, int], kept: Kept) -> Iterator[Brought]:
        raw: Raw = {"id": case.id}
        yield from self._each(Kind.TICKET, [raw], lambda _raw: brought(case, self.around, self.lookup, made, kept))

    def _files(self, case: Case) -> Kept:
        kept = Kept({}, [])
        for place, comment in enumerate(case.comments):
            for number, file in enumerate(comment.files):
                if holder := self._file_of(case, f"{place}.{number}", file, kept.missing):
                    kept.holders.setdefault(place, []).append(holder)
        return kept

    def _file_of(self, case: Case, place: str, file: File, missing: list[str]) -> str:
        """What the file waits for, if it is in the export and may be kept; else a line that says so."""
        content = next((found for each in file.places if (found := self._read(each)) is not None), None)
        if content is None:
            self.outcome.counts["file"]["not in the export"] += 1
            missing.append(f"File there: {file.name} {file.address}".rstrip())
            return ""
        self.outcome.counts["file"]["in the export"] += 1
        holder = f"moving:{sha256(f'{self.source} {case.id} {place}'.encode()).hexdigest()[:40]}"
        try:
            if not self.dry:
                take_in(holder=holder, name=file.name, content=content, now=self.around.now)
        except FileRefusedError as refused:
            with translation.override("en"):
                why = words_of(refused)
            self.outcome.incomplete(Kind.TICKET, case.id, why)
            missing.append(f"File there that isn't kept: {why} {file.address}".rstrip())
            return ""
        return holder

    def _read(self, place: str) -> bytes | None:
        return self.archive.read(place, settings.FILE_LARGEST)

    def _new[Value](self, kind: Kind, found: dict[str, Value]) -> dict[str, Value]:
        """Those that aren't here yet; of a dry run each counts once."""
        here = set(self._made(kind, set(found)))
        self.outcome.here(kind, len(here))
        new = {key: each for key, each in found.items() if key not in here}
        for key in [key for key in new if not 0 < len(key) <= importing.LONGEST_ID]:
            self.outcome.fell_out(kind, key[:40], "has no id, or one that is too long")
            del new[key]
        if self.dry:
            new = {key: each for key, each in new.items() if not self.lookup.name(f"seen {kind}", key)}
            self.lookup.know_names(f"seen {kind}", ((key, "yes") for key in new))
            self.outcome.made(kind, len(new))
        return new

    def _made(self, kind: Kind, keys: set[str]) -> dict[str, int]:
        return importing.here_already(source=self.source, kind=kind, ids=keys - {""}) if keys - {""} else {}

    def _rows(self, kind: Kind, keys: set[str]) -> dict[str, int]:
        return importing.rows_of(source=self.source, kind=kind, ids=keys - {""}) if keys - {""} else {}

    def _wrote(self, kind: Kind, number: int, failed: list[importing.Failed]) -> None:
        self.outcome.made(kind, number - len(failed))
        for each in failed:
            self.outcome.fell_out(kind, each.external_id, each.why)

    def _so_far(self) -> str:
        counts = self.outcome.counts[Kind.TICKET]
        return f"{sum(counts[name] for name in ('made', 'here already')):,} tickets"
