"""What is asked of a desk's export. No Django."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from moving.lookup import Lookup
from moving.values import Case, File, Kind, Macro, Organisation, Person, Raw, identifier, text


@dataclass(frozen=True, slots=True)
class Desk:
    """How one desk's records are read. Each function raises SkippedError with the reason, or BrokenError."""

    name: str
    title: str
    # What the lists of its pages, and the wrappers of its records, are called; and the beginnings of its files' names.
    lists: Mapping[str, Kind]
    files: Mapping[str, Kind]
    # What a record is of which neither says it.
    shape: Callable[[Raw], Kind | None]
    organisation: Callable[[Raw], Organisation]
    people: Callable[[Raw], Iterable[Person]]
    macros: Callable[[Raw, Lookup], Iterable[Macro]]
    case: Callable[[Raw, Lookup], Case]
    # The id of the ticket that a comment in a file of its own belongs to.
    ticket_of: Callable[[Raw], str] = lambda raw: identifier(raw.get("ticket_id"))

    def kind_of_file(self, path: str) -> Kind | None:
        """What a file is of by its name, or that of its folder."""
        for part in reversed(path.lower().split("/")):
            stem = re.sub(r"[^a-z]+", "", part.partition(".")[0])
            for beginning, kind in self.files.items():
                if stem.startswith(beginning):
                    return kind
        return None


def file_of(name: object, address: object, size: object, *folders: object) -> File:
    """A file of a message: it is looked for below `attachments/`, in folders of these ids."""
    plain = text(name).replace("\\", "/").rpartition("/")[2] or "file"
    places = [f"attachments/{found}/{plain}" for each in folders if (found := identifier(each))]
    return File(plain, text(address), size if isinstance(size, int) else None, places)
