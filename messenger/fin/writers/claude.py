"""Claude as the writer of Fin's answers, by Anthropic's own library. Sends, listens, and gives up in time."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import anthropic
import httpx2
from django.conf import settings
from django.conf.locale import LANG_INFO

from messenger.fin.writers import checking, hearing, prompts
from messenger.fin.writers.assembling import assemble
from messenger.fin.writers.drafts import Draft, Reason, Said, Sentence, Source, Usage, WriterUnavailableError

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited, in seconds: to be connected, for the first word, and for the whole answer."""

    connect: float = 3
    first_word: float = 8
    whole: float = 25


def claude_writer(seconds_left: float | None = None) -> "ClaudeWriter | None":
    """The writer that the settings describe, None without a key; `seconds_left` shortens what an answer may take."""
    if not settings.ANTHROPIC_API_KEY:
        return None
    patience = Patience()
    if seconds_left is not None:
        patience = replace(patience, whole=min(patience.whole, seconds_left))
    return ClaudeWriter(
        model=settings.FIN_MODEL,
        api_key=settings.ANTHROPIC_API_KEY,
        base_url=settings.ANTHROPIC_BASE_URL,
        most_tokens=settings.FIN_MAX_TOKENS,
        patience=patience,
        site=settings.SITE_URL,
    )


class ClaudeWriter:
    """Asks once: who waits is better served by the quoting answer at once than by another try."""

    def __init__(
        self,
        *,
        model: str,
        api_key: str,
        base_url: str = "",
        most_tokens: int = 1024,
        patience: Patience | None = None,
        site: str = "",
    ) -> None:
        self.model = model
        self._api_key = api_key
        self._base_url = base_url
        self._most_tokens = most_tokens
        self._patience = patience or Patience()
        self._site = site

    def write(
        self,
        question: str,
        before: Sequence[str],
        sources: Sequence[Source],
        locale: str,
        on_growth: Callable[[str], None],
    ) -> Draft:
        """As `drafts.Writer` says."""
        sources = [source for source in sources if source.text.strip()][: prompts.MOST_SOURCES]
        if not sources:
            raise WriterUnavailableError(Reason.NO_SOURCES, Usage())
        heard = hearing.Hearing(self.model, [source.id for source in sources])
        shown = ""

        def grown() -> None:
            nonlocal shown
            safe = checking.check(self._draft(heard), sources, rules=prompts.RULES, site=self._site).text
            if safe and safe != shown:
                shown = safe
                on_growth(safe)

        self._hear(heard, grown, self._request(question, before, sources, locale))
        return self._draft(heard)

    def say(self, rules: str, text: str) -> Said:
        """What the model says to a text by other rules, as it is and unchecked. Raises WriterUnavailableError."""
        heard = hearing.Hearing(self.model, [])
        messages = [{"role": "user", "content": text}]
        request = {"model": self.model, "max_tokens": self._most_tokens, "system": rules, "messages": messages}
        self._hear(heard, lambda: None, request)
        if heard.stopped_for == "max_tokens":
            raise hearing.unavailable(Reason.UNREADABLE, heard)
        return Said("".join(block.text for block in heard.blocks).strip(), heard.model, heard.usage or Usage())

    def _hear(self, heard: hearing.Hearing, grown: Callable[[], None], request: dict[str, Any]) -> None:
        """Ask, and listen to the end; `grown` is called after each block."""
        # A loop that runs for one step at a time, so that each can be given up exactly, wherever it waits, while
        # `grown` is called outside of any loop and may use the database.
        with asyncio.Runner() as runner:
            stream = _Stream(runner, self._client(), _Clock(self._patience), heard)
            try:
                stream.open(**request)
                while (event := stream.next()) is not None:
                    if event.type == "content_block_stop":
                        grown()
            finally:
                stream.close()
        if not heard.finished:
            raise hearing.unavailable(Reason.CONNECTION, heard)
        if heard.stopped_for == "refusal":
            raise hearing.unavailable(Reason.DECLINED, heard)

    def _client(self) -> anthropic.AsyncAnthropic:
        return anthropic.AsyncAnthropic(
            api_key=self._api_key,
            base_url=self._base_url or None,
            max_retries=0,
            timeout=httpx2.Timeout(self._patience.whole, connect=self._patience.connect),
            # Whoever redirects us gets no customer's words.
            http_client=anthropic.DefaultAsyncHttpxClient(follow_redirects=False),
            open_telemetry=False,
        )

    def _request(self, question: str, before: Sequence[str], sources: Sequence[Source], locale: str) -> dict[str, Any]:
        language = LANG_INFO.get(locale, {}).get("name", locale)
        content = [*map(prompts.document, sources), prompts.asked(question, before)]
        return {
            "model": self.model,
            "max_tokens": self._most_tokens,
            "system": prompts.rules(language),
            "messages": [{"role": "user", "content": content}],
        }

    @staticmethod
    def _draft(heard: hearing.Hearing) -> Draft:
        sentences: tuple[Sentence, ...] = assemble(heard.blocks, finished=heard.finished)
        usage = heard.usage or Usage()
        return Draft(
            sentences=sentences,
            model=heard.model,
            input_tokens=usage.input,
            output_tokens=usage.output,
            cached_tokens=usage.cached,
            cache_write_tokens=usage.cache_write,
        )


class _Clock:
    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._start = time.monotonic()

    def left(self, begun: bool) -> float:
        patience = self._patience.whole if begun else min(self._patience.first_word, self._patience.whole)
        return self._start + patience - time.monotonic()


class _Stream:
    """The far end, one event at a time; whatever goes wrong there becomes a WriterUnavailableError."""

    def __init__(
        self, runner: asyncio.Runner, client: anthropic.AsyncAnthropic, clock: _Clock, heard: hearing.Hearing
    ) -> None:
        self._runner = runner
        self._client = client
        self._clock = clock
        self._heard = heard
        self._events: Any = None

    def open(self, **request: Any) -> None:
        self._events = self._step(self._client.messages.stream(**request).__aenter__())

    def next(self) -> Any:
        """The next event, after it was taken in; None behind the last one."""
        event = self._step(anext(self._events, None))
        if event is None:
            return None
        try:
            self._heard.take(event)
        except (AttributeError, IndexError, TypeError) as error:
            raise hearing.unavailable(Reason.UNREADABLE, self._heard) from error
        return event

    def close(self) -> None:
        """Ends the connection; a far end that won't let go is left to itself."""
        try:
            self._runner.run(_within(1, self._client.close()))
        except Exception as error:
            logger.debug("The connection to the writer did not close: %s", type(error).__name__)

    def _step(self, waiting: Awaitable[Any]) -> Any:
        try:
            return self._runner.run(_within(self._clock.left(self._heard.begun), waiting))
        except Exception as error:
            # The library has no one class for all that can come of a broken stream, and none of it may cost an answer.
            raise hearing.unavailable(_reason(error), self._heard, unsent=_is_unsent(error)) from error


async def _within(seconds: float, waiting: Awaitable[Any]) -> Any:
    async with asyncio.timeout(seconds):
        return await waiting


def _reason(error: Exception) -> Reason:
    if isinstance(error, TimeoutError | anthropic.APITimeoutError | httpx2.TimeoutException):
        return Reason.TIMED_OUT
    if isinstance(error, anthropic.APIStatusError):
        return hearing.why(error.status_code, error.type)
    if isinstance(error, anthropic.APIConnectionError | httpx2.TransportError | OSError):
        return Reason.CONNECTION
    return Reason.UNREADABLE


def _is_unsent(error: Exception) -> bool:
    """Whether the far end was never reached, so that nothing can have been spent."""
    return isinstance(error.__cause__, httpx2.ConnectError | httpx2.ConnectTimeout)
