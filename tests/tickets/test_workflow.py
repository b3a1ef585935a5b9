"""The table of statuses and events, whole."""

import pytest

from tickets.workflow import Event, Move, Refusal, Status, choices_from, move

S, E = Status, Event
COLUMNS = (E.CUSTOMER_WROTE, E.STAFF_REPLIED, E.REOPEN, E.WAIT_FOR_CUSTOMER, E.HOLD, E.SOLVE, E.CLOSE)
NO, OVER, FOLLOW = Refusal.NOT_FROM_HERE, Refusal.CLOSED, Refusal.NEEDS_FOLLOW_UP
GRID = {
    S.NEW: (S.NEW, S.PENDING, S.OPEN, S.PENDING, S.ON_HOLD, S.SOLVED, S.CLOSED),
    S.OPEN: (S.OPEN, S.PENDING, S.OPEN, S.PENDING, S.ON_HOLD, S.SOLVED, S.CLOSED),
    S.PENDING: (S.OPEN, S.PENDING, S.OPEN, S.PENDING, S.ON_HOLD, S.SOLVED, S.CLOSED),
    S.ON_HOLD: (S.OPEN, S.PENDING, S.OPEN, S.PENDING, S.ON_HOLD, S.SOLVED, S.CLOSED),
    S.SOLVED: (S.OPEN, S.SOLVED, S.OPEN, NO, NO, S.SOLVED, S.CLOSED),
    S.CLOSED: (FOLLOW, OVER, OVER, OVER, OVER, OVER, OVER),
}


def test_the_grid_names_every_status_and_event():
    assert set(GRID) == set(Status)
    assert set(COLUMNS) == set(Event)


def test_every_pair_has_this_answer():
    moves = {status: [move(status, event) for event in COLUMNS] for status in S}
    assert moves == {
        status: [Move(refusal=answer) if isinstance(answer, Refusal) else Move(status=answer) for answer in answers]
        for status, answers in GRID.items()
    }


def test_an_unknown_status_is_an_error():
    with pytest.raises(ValueError, match="parked"):
        move("parked", Event.SOLVE)


@pytest.mark.parametrize(
    ("status", "events"),
    [
        (S.NEW, [E.REOPEN, E.WAIT_FOR_CUSTOMER, E.HOLD, E.SOLVE, E.CLOSE]),
        (S.PENDING, [E.REOPEN, E.HOLD, E.SOLVE, E.CLOSE]),
        (S.SOLVED, [E.REOPEN, E.CLOSE]),
        (S.CLOSED, []),
    ],
)
def test_staff_are_offered_only_moves_that_change_something(status, events):
    assert choices_from(status) == events
