"""What a writer of Fin's answers gets and gives back. Pure: no Django, no network, no clock."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Source:
    """A section of an article that may be cited. `text` is plain; `path` leads to the section on this site."""

    id: int
    title: str
    heading: str
    path: str
    locale: str
    version: str
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and what it is said to come from: `quotes[n]` stands in the source `sources[n]`."""

    text: str
    sources: tuple[int, ...] = ()
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens, as the far end counted them. `input` are those that its cache neither gave nor took."""

    input: int = 0
    cached: int = 0
    cache_write: int = 0
    output: int = 0

    @property
    def tokens(self) -> int:
        return self.input + self.cached + self.cache_write + self.output


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model wrote, which nobody has checked yet (`checking.check`), and what it cost in tokens."""

    sentences: tuple[Sentence, ...]
    model: str
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    cache_write_tokens: int = 0

    @property
    def usage(self) -> Usage:
        return Usage(self.input_tokens, self.cached_tokens, self.cache_write_tokens, self.output_tokens)


@dataclass(frozen=True, slots=True)
class Said:
    """A text that cites nothing, the model that wrote it, and what it cost."""

    text: str
    model: str
    usage: Usage


class Reason(StrEnum):
    """Why there is no written answer."""

    TIMED_OUT = "timed_out"
    RATE_LIMITED = "rate_limited"
    OVERLOADED = "overloaded"
    SERVER_ERROR = "server_error"
    CONNECTION = "connection"
    # The key, the model or the request is wrong: an operator has to look.
    REFUSED = "refused"
    # The model declined to answer.
    DECLINED = "declined"
    UNREADABLE = "unreadable"
    OVER_BUDGET = "over_budget"
    NO_SOURCES = "no_sources"
    NOTHING_LEFT = "nothing_left"


class WriterUnavailableError(Exception):
    """There is no written answer, so the quoting one is given. Never shown to anybody.

    `usage` is what was spent nevertheless; None where nobody can tell.
    """

    def __init__(self, reason: Reason, usage: Usage | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.usage = usage


class Writer(Protocol):
    """Writes an answer to a question from sections of articles."""

    def write(
        self,
        question: str,
        before: Sequence[str],
        sources: Sequence[Source],
        locale: str,
        on_growth: Callable[[str], None],
    ) -> Draft:
        """A draft in `locale`; `before` is what was said earlier, oldest first.

        `on_growth` hears the text so far, and of that only sentences that have passed the checks. Raises
        WriterUnavailableError, and nothing else for what happens at the far end.
        """
