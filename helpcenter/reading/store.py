"""Finished pages kept in the process, bounded, as values. Knows no request, no database and no clock."""

import functools
import gzip
import hashlib
import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

import brotli  # type: ignore[import-untyped]

# Grow when this very process publishes, by language, so that its next page is the new one without asking the database.
_changes: Counter[str] = Counter()


def note_change(languages: Iterable[str]) -> None:
    """Says that this process changed what readers of these languages see."""
    _changes.update(languages)


def changes_here(language: str) -> int:
    """How often this process changed what readers of a language see; of any, when it is ""."""
    return _changes[language] if language else _changes.total()


def strong_etag(body: bytes) -> str:
    """An ETag that depends on the bytes alone, so all processes give the same one."""
    return f'"{hashlib.sha256(body).hexdigest()[:24]}"'


@functools.lru_cache(maxsize=256)
def accepted_encodings(header: str) -> frozenset[str]:
    """The encodings that an Accept-Encoding header names without refusing them (q=0)."""
    named = (part.replace(" ", "").lower().partition(";q=") for part in header.split(","))
    return frozenset(name for name, sign, quality in named if name and (not sign or quality.strip("0.")))


type Validity = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """The page's body under one content encoding ("" for none)."""

    encoding: str
    etag: str
    body: bytes
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its headers, in every encoding we send. `validity` is what it was made under.

    `language` is the one whose publications change it; "" when each of them may.
    """

    validity: Validity
    variants: tuple[Variant, ...]
    language: str = ""

    def variant(self, accept_encoding: str) -> Variant:
        """The smallest form the reader accepts."""
        accepted = accepted_encodings(accept_encoding)
        for variant in self.variants:
            if variant.encoding in accepted:
                return variant
        return self.variants[-1]

    @property
    def size(self) -> int:
        return sum(len(variant.body) for variant in self.variants) + 1000


def make_page(body: bytes, headers: dict[str, str], validity: Validity, language: str = "") -> Page:
    """A page from a finished response: compressed once here instead of at every request."""
    forms = [("br", brotli.compress(body, quality=5)), ("gzip", gzip.compress(body, 6, mtime=0)), ("", body)]
    etag = strong_etag(body)
    variants = []
    for encoding, form in forms:
        if encoding and len(form) >= len(body):
            continue
        own_etag = f'{etag[:-1]}-{encoding}"' if encoding else etag
        own = {**headers, "ETag": own_etag, "Content-Length": str(len(form)), "Vary": "Accept-Encoding"}
        if encoding:
            own["Content-Encoding"] = encoding
        variants.append(Variant(encoding, own_etag, form, tuple(own.items())))
    return Page(validity, tuple(variants), language)


class OnceAtATime:
    """What is being made this moment, so that a second thread doesn't make it too."""

    def __init__(self) -> None:
        self._keys: set[tuple[str, ...]] = set()
        self._lock = threading.Lock()

    def begin(self, key: tuple[str, ...]) -> bool:
        """False when somebody is at it already."""
        with self._lock:
            if key in self._keys:
                return False
            self._keys.add(key)
            return True

    def end(self, key: tuple[str, ...]) -> None:
        with self._lock:
            self._keys.discard(key)


class PageStore:
    """The pages of one process, the least recently read thrown out first."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._pages: OrderedDict[tuple[str, ...], Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, ...]) -> Page | None:
        """The page as it was last put, whether or not it is still valid."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def drop(self, key: tuple[str, ...]) -> None:
        """Forgets a page that isn't there any more."""
        with self._lock:
            self._forget(key)

    def put(self, key: tuple[str, ...], page: Page) -> None:
        """Keeps the page in place of the one before, and throws out others until there is room."""
        with self._lock:
            self._forget(key)
            self._bytes += page.size
            self._pages[key] = page
            while self._bytes > self._most_bytes and self._pages:
                _key, thrown = self._pages.popitem(last=False)
                self._bytes -= thrown.size

    def _forget(self, key: tuple[str, ...]) -> None:
        old = self._pages.pop(key, None)
        self._bytes -= old.size if old else 0
