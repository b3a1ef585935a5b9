"""What has come of an answer so far, event by event of Claude's stream. Knows no network and no clock."""

from typing import Any

from messenger.fin.writers.assembling import Block
from messenger.fin.writers.drafts import Reason, Usage, WriterUnavailableError

# An error in the middle of a stream is told by its type alone: the status was 200 when it began.
_TYPES = {
    "overloaded_error": Reason.OVERLOADED,
    "rate_limit_error": Reason.RATE_LIMITED,
    "timeout_error": Reason.TIMED_OUT,
    "api_error": Reason.SERVER_ERROR,
}
_STATUSES = {408: Reason.TIMED_OUT, 429: Reason.RATE_LIMITED, 504: Reason.TIMED_OUT, 529: Reason.OVERLOADED}


class Hearing:
    """Takes the events in; `sources` are the ids of the documents in the order that they were sent."""

    def __init__(self, model: str, sources: list[int]) -> None:
        self.model = model
        self.begun = self.finished = False
        self.stopped_for = ""
        self._sources = sources
        self._texts: list[str] = []
        self._cites: list[list[tuple[int, str]]] = []
        self._counts: dict[str, int] = {}

    def take(self, event: Any) -> None:
        """One event; those of a kind that isn't known change nothing."""
        if event.type == "message_start":
            self.model = str(event.message.model or self.model)
            self._count(event.message.usage)
        elif event.type == "content_block_start" and event.content_block.type == "text":
            self._texts.append("")
            self._cites.append([])
        elif event.type == "content_block_delta":
            self.begun = True
            self._grow(event.delta)
        elif event.type == "message_delta":
            self.stopped_for = str(event.delta.stop_reason or "")
            self._count(event.usage)
        elif event.type == "message_stop":
            self.finished = True

    @property
    def blocks(self) -> list[Block]:
        return [Block(text, tuple(cites)) for text, cites in zip(self._texts, self._cites, strict=True)]

    @property
    def usage(self) -> Usage | None:
        """As far as it is known. Before the end, what was written counts a token a byte: never too little."""
        if not self._counts:
            return None
        written = 0 if self.finished else len("".join(self._texts).encode())
        return Usage(
            input=self._counts.get("input_tokens", 0),
            cached=self._counts.get("cache_read_input_tokens", 0),
            cache_write=self._counts.get("cache_creation_input_tokens", 0),
            output=max(self._counts.get("output_tokens", 0), written),
        )

    def _grow(self, delta: Any) -> None:
        if delta.type == "text_delta":
            self._texts[-1] += delta.text
        elif delta.type == "citations_delta":
            number = delta.citation.document_index
            if 0 <= number < len(self._sources):
                self._cites[-1].append((self._sources[number], str(delta.citation.cited_text)))

    def _count(self, usage: Any) -> None:
        for name in ("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens", "output_tokens"):
            number = getattr(usage, name, None)
            if isinstance(number, int):
                self._counts[name] = number


def why(status: int, kind: str | None) -> Reason:
    """What an error means that came as a response of this status, or in a stream as this type of error."""
    if kind in _TYPES:
        return _TYPES[kind]
    if status in _STATUSES:
        return _STATUSES[status]
    return Reason.REFUSED if 300 <= status < 500 else Reason.SERVER_ERROR


def unavailable(reason: Reason, hearing: Hearing, *, unsent: bool = False) -> WriterUnavailableError:
    """The error, with what was spent. An answer that was refused before it began cost nothing."""
    free = unsent or reason not in {Reason.TIMED_OUT, Reason.CONNECTION, Reason.UNREADABLE}
    return WriterUnavailableError(reason, hearing.usage or (Usage() if free else None))
