"""Sections that a writer may cite."""

import pytest

from messenger.fin.writers.drafts import Source

EXPORT = "Open Settings and press Export data. A link arrives by email. Keep the file in a safe place."
REFUND = "Ask within 14 days of the payment. You can get a refund once per account. Press Get help to ask."


def source(number: int, text: str, *, locale: str = "en", title: str = "Title") -> Source:
    return Source(number, title, "Heading", f"/{locale}/articles/{number}-slug#heading", locale, "v1", text)


@pytest.fixture
def sources() -> list[Source]:
    return [source(11, EXPORT), source(22, REFUND)]
