"""Every language's index as readers use it: the newest that is ready. A new one is made beside it, in no request.

An index is a file in the var folder, made once a machine and read in place by all of its processes.
"""

import ctypes
import fcntl
import hashlib
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import DatabaseError, connection
from numpy.typing import NDArray

from helpcenter.models import ContentStamp
from helpcenter.search import arrays, encoder, terms
from helpcenter.search.index import VERSION, Library, read_rows
from helpcenter.search.standing_in import library_instead

logger = logging.getLogger(__name__)

# How long a request waits for the index that it has begun itself; a small library's is there by then.
_MOMENT = 0.1
# The one in use, and the one before it, which another process may be about to open.
_KEPT = 2

type Start = Callable[[Callable[[], None]], Future[None]]


def in_background() -> Start:
    """Runs one task after another in a thread of their own, each on a connection that is given back."""
    thread = ThreadPoolExecutor(1, thread_name_prefix="search-index")

    def and_give_back(task: Callable[[], None]) -> None:
        try:
            task()
        finally:
            connection.close()

    return lambda task: thread.submit(and_give_back, task)


def at_once(task: Callable[[], None]) -> Future[None]:
    """Runs the task in the caller's own thread and transaction, which then waits for it."""
    done: Future[None] = Future()
    task()
    done.set_result(None)
    return done


class Indexed(Protocol):
    """What is kept in a file of arrays: under which stamp it was made, and whether questions are encoded for it."""

    stamp: str

    @property
    def meaning(self) -> object: ...


class Kept[T: Indexed]:
    """One index a language. `ahead` lets indexes be made as soon as somebody hears of a publication.

    `read` makes the arrays of a language's rows, `opened` the index of them, `stamps` says what it is called that is
    there now, and `version` changes when the same rows would make other arrays.
    """

    def __init__(
        self,
        folder: Path,
        start: Start,
        *,
        read: Callable[[str], dict[str, NDArray[Any]]],
        opened: Callable[[str, str, Mapping[str, NDArray[Any]]], T],
        stamps: Callable[[], dict[str, str]],
        version: str,
        ahead: bool = True,
    ) -> None:
        self._folder, self._start, self._ahead = folder, start, ahead
        self._rows, self._index, self._stamps, self._version = read, opened, stamps, version
        self._held: dict[str, T] = {}
        self._flights: dict[str, Future[None]] = {}
        self._lock = threading.Lock()

    def get(self, locale: str, stamp: str) -> T:
        """The language's library under this stamp, or the one before it while that is being made."""
        held = self._held.get(locale)
        if held is not None and held.stamp == stamp:
            return held
        if (made := self._opened(locale, stamp)) is not None:
            return made
        flight, mine = self._begin(locale)
        if self._held.get(locale) is None and self._last(locale) is None:
            flight.result()
        elif mine:
            _wait_a_moment(flight)
        return self._held[locale]

    def refresh(self) -> None:
        """Sees in the background to what is out of date."""
        if self._ahead:
            self._start(self._refresh)

    def _refresh(self) -> None:
        try:
            stamps = self._stamps()
        except DatabaseError:
            logger.warning("The content stamps can't be read; searching in what is known.", exc_info=True)
            return
        for locale, stamp in stamps.items():
            held = self._held.get(locale)
            if (held is None or held.stamp != stamp) and self._opened(locale, stamp) is None:
                self._make(locale)
        if any(library.meaning for library in self._held.values()):
            encoder.is_there()  # in no reader's time

    def _begin(self, locale: str) -> tuple[Future[None], bool]:
        """The task that makes the language's index, and whether it began just now."""
        with self._lock:
            flight = self._flights.get(locale)
            if flight is not None and not flight.done():
                return flight, False
            flight = self._flights[locale] = self._start(lambda: self._make(locale))
            return flight, True

    def _make(self, locale: str) -> None:
        """Makes the index of what is published now, unless another process has done so meanwhile."""
        with self._alone(locale):
            stamp = self._stamps().get(locale, "")
            if self._opened(locale, stamp) is None:
                self._keep(locale, stamp)
        _give_memory_back()

    def _keep(self, locale: str, stamp: str) -> None:
        made = self._rows(locale)
        if stamp:
            try:
                arrays.write(self._file(locale, stamp), made)
                self._prune(locale)
            except OSError:
                logger.warning("A search index can't be kept in %s.", self._folder, exc_info=True)
            else:
                del made
                if self._opened(locale, stamp) is not None:
                    return
                made = self._rows(locale)
        self._held[locale] = self._index(locale, stamp, made)

    def _opened(self, locale: str, stamp: str) -> T | None:
        """The library from its file, when some process has made that."""
        return self._read(locale, stamp, self._file(locale, stamp)) if stamp else None

    def _last(self, locale: str) -> T | None:
        """The newest that an earlier process left, for the time until there is one of today."""
        files = self._files(locale)
        return self._read(locale, "", files[-1]) if files else None

    def _read(self, locale: str, stamp: str, file: Path) -> T | None:
        try:
            library = self._index(locale, stamp, arrays.read(file))
        except OSError:  # not made yet, or thrown out, or no folder to keep it in
            return None
        except (ValueError, KeyError):  # cut short by a power cut; the next one made takes its place
            logger.warning("The search index %s can't be read.", file, exc_info=True)
            return None
        self._held[locale] = library
        return library

    def _file(self, locale: str, stamp: str) -> Path:
        made_of = "\0".join((self._version, terms.VERSION, locale, stamp))
        return self._folder / f"{self._mark(locale)}{hashlib.sha256(made_of.encode()).hexdigest()[:32]}"

    def _mark(self, locale: str) -> str:
        return f"{locale}-{self._version}-{terms.VERSION}-"

    def _files(self, locale: str) -> list[Path]:
        """This version's indexes of a language, the newest last."""
        found = [file for file in self._folder.glob(f"{self._mark(locale)}*") if not file.suffix]
        return sorted(found, key=_made_at)

    def _prune(self, locale: str) -> None:
        for file in self._files(locale)[:-_KEPT]:
            file.unlink(missing_ok=True)

    @contextmanager
    def _alone(self, locale: str) -> Iterator[None]:
        """Lets one process of the machine at a time make a language's index; without a folder each for itself."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = (self._folder / f"{locale}.lock").open("w")
        except OSError:
            yield
            return
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class Libraries(Kept[Library]):
    """The articles of each language."""

    def __init__(self, folder: Path, start: Start, *, ahead: bool = True) -> None:
        super().__init__(
            folder,
            start,
            read=lambda locale: read_rows(locale),
            opened=Library,
            stamps=ContentStamp.texts,
            version=VERSION,
            ahead=ahead,
        )

    def get(self, locale: str, stamp: str) -> Library:
        """The language's library, or what stands in for it in the caller's task."""
        return library_instead(locale) or super().get(locale, stamp)


def _give_memory_back() -> None:
    """What making an index took stays with the process otherwise; only glibc has to be told, and knows how."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _made_at(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:  # thrown out this very moment
        return 0


def _wait_a_moment(flight: Future[None]) -> None:
    try:
        flight.result(_MOMENT)
    except NotYet:
        return
    except Exception:
        logger.warning("A search index can't be made; searching in the one before.", exc_info=True)


libraries = Libraries(settings.VAR_DIR / "search", in_background())
