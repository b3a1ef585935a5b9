"""Whose turn it is, as a table: who speaks the language, has the fewest, waited longest; or nobody where nobody can."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tickets.routing.choosing import Candidate, choose

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
JAPANESE, GERMAN = frozenset({"ja"}), frozenset({"de"})


@pytest.mark.parametrize(
    ("candidates", "most_open", "chosen"),
    [
        ([], None, None),
        ([Candidate(1, 9)], None, 1),
        ([Candidate(1, 2), Candidate(2, 1)], None, 2),
        # A language that is spoken comes before a lighter load; silence about it before other languages alone.
        ([Candidate(1, 0, GERMAN), Candidate(2, 5, JAPANESE)], None, 2),
        ([Candidate(1, 0, GERMAN), Candidate(2, 5)], None, 2),
        ([Candidate(1, 0), Candidate(2, 5, JAPANESE)], None, 2),
        ([Candidate(1, 3, GERMAN), Candidate(2, 2, GERMAN)], None, 2),
        # Alike but for their turns: who never had one, then whose is longest ago, then the older account.
        ([Candidate(1, 1, last=NOON), Candidate(2, 1)], None, 2),
        ([Candidate(1, 1, last=NOON), Candidate(2, 1, last=NOON - timedelta(seconds=1))], None, 2),
        ([Candidate(2, 1, last=NOON), Candidate(1, 1, last=NOON)], None, 1),
        # Who has as many as anybody may have gets no more, whatever they speak.
        ([Candidate(1, 3, JAPANESE), Candidate(2, 2, GERMAN)], 3, 2),
        ([Candidate(1, 3), Candidate(2, 4)], 3, None),
        ([Candidate(1, 2)], 3, 1),
    ],
)
def test_who_gets_it(candidates, most_open, chosen):
    assert choose(candidates, language="ja", most_open=most_open) == chosen
    assert choose(reversed(candidates), language="ja", most_open=most_open) == chosen


def test_over_many_tickets_everybody_who_is_alike_gets_as_many():
    people = {key: Candidate(key, 0) for key in (1, 2, 3)}
    got: Counter[int] = Counter()
    for number in range(30):
        key = choose(people.values(), language="en")
        assert key is not None
        got[key] += 1
        # Each is solved at once, so that nothing but the turns tells them apart.
        people[key] = replace(people[key], last=NOON + timedelta(minutes=number))
    assert got == {1: 10, 2: 10, 3: 10}
