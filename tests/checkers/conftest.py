"""All states, made once for all tests of a process: they are text."""

import pytest

from tests.checkers.browsing import State
from tests.checkers.states import states
from tests.messenger.conftest import articles, topics
from tests.tickets.files.conftest import place

__all__ = ["articles", "place", "topics"]

_made: list[State] = []


@pytest.fixture
def every_state(request: pytest.FixtureRequest) -> list[State]:
    """Every page in every state."""
    if not _made:
        request.getfixturevalue("articles")
        _made.extend(states())
    return _made
