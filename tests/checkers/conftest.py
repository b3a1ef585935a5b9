"""All states, made once a test."""

import pytest

from tests.checkers.states import State, states
from tests.messenger.conftest import articles, topics

__all__ = ["articles", "topics"]


@pytest.fixture
def every_state(topics: None, articles: None) -> list[State]:
    """Every page in every state."""
    return list(states())
