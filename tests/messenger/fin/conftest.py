"""A writer that speaks to the Messages API on loopback, and sections that it may cite."""

from collections.abc import Iterator

import pytest

from messenger.fin.writers.claude import ClaudeWriter
from messenger.fin.writers.drafts import Source
from tests.messenger.fin.messages_api import MODEL, MessagesApi, serving

EXPORT = "Open Settings and press Export data. A link arrives by email. Keep the file in a safe place."
REFUND = "Ask within 14 days of the payment. You can get a refund once per account. Press Get help to ask."


def source(number: int, text: str, *, locale: str = "en", title: str = "Title") -> Source:
    return Source(number, title, "Heading", f"/{locale}/articles/{number}-slug#heading", locale, "v1", text)


@pytest.fixture
def sources() -> list[Source]:
    return [source(11, EXPORT), source(22, REFUND)]


@pytest.fixture
def api() -> Iterator[MessagesApi]:
    with serving() as api:
        yield api


@pytest.fixture
def writer(api: MessagesApi) -> ClaudeWriter:
    return ClaudeWriter(model=MODEL, api_key="sk-ant-test", base_url=api.url, site="https://help.example")
