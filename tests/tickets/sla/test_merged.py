"""What merging does to clocks: who waits goes on waiting, and nobody is answered or late by it."""

from datetime import timedelta

import pytest

from tests.tickets.conftest import open_ticket
from tests.tickets.merging.test_merging import merge
from tests.tickets.sla.conftest import clocks, policy, results
from tests.tickets.sla.test_clocks import HOUR, START, reply, written
from tickets.merging import actions as merging
from tickets.sla import watch_actions


@pytest.fixture
def answered(aki):
    """A ticket that was answered after an hour and waits for the customer, by a policy without a resolution."""
    policy(resolution=None)
    ticket = open_ticket(now=START)
    reply(ticket, aki, START + HOUR)
    return ticket


def joined(source, target, author, at):
    source.refresh_from_db()
    target.refresh_from_db()
    made = merge(source, target, author, now=at)
    source.refresh_from_db()
    target.refresh_from_db()
    return made


def test_who_waits_on_a_ticket_that_is_merged_has_waited_since_they_wrote(answered, aki):
    other = open_ticket(now=START + 3 * HOUR)
    joined(other, answered, aki, START + 5 * HOUR)
    assert clocks(answered) == {"next_response": START + 11 * HOUR}
    assert answered.due_at == START + 11 * HOUR
    reply(answered, aki, START + 6 * HOUR)
    assert results(answered) == [("first_response", 60, True), ("next_response", 180, True)]


def test_the_merged_one_is_neither_due_nor_done(answered, aki):
    other = open_ticket(now=START + 3 * HOUR)
    joined(other, answered, aki, START + 9 * HOUR)
    assert (clocks(other), results(other), other.due_at) == ({}, [], None)


def test_what_was_answered_before_is_measured_where_it_was(answered, aki):
    other = open_ticket(now=START - HOUR)
    reply(other, aki, START + HOUR / 2)
    joined(other, answered, aki, START + 2 * HOUR)
    assert (clocks(answered), answered.status) == ({}, "pending")
    assert results(answered) == [("first_response", 60, True)]
    assert results(other) == [("first_response", 90, True)]


def test_of_two_who_wait_the_longer_one_counts(aki):
    policy(resolution=None)
    first, second = open_ticket(now=START), open_ticket(now=START + HOUR)
    joined(first, second, aki, START + 2 * HOUR)
    assert clocks(second) == {"first_response": START + 4 * HOUR}
    third = open_ticket(now=START + 2 * HOUR)
    joined(third, second, aki, START + 3 * HOUR)
    assert clocks(second) == {"first_response": START + 4 * HOUR}


def test_a_solved_ticket_that_takes_another_in_has_a_matter_of_its_own(aki):
    policy()
    solved = open_ticket(now=START)
    reply(solved, aki, START + HOUR, solve=True)
    other = open_ticket(now=START + 99 * HOUR)
    joined(other, solved, aki, START + 100 * HOUR)
    assert clocks(solved) == {"next_response": START + 107 * HOUR, "resolution": START + 148 * HOUR}
    assert results(solved) == [("first_response", 60, True), ("resolution", 60, True)]


def test_parted_again_each_has_its_own_clocks_and_nothing_is_noticed_twice(answered, aki):
    other = open_ticket(now=START + 3 * HOUR)
    before = clocks(other)
    assert watch_actions.notice(now=START + 7.5 * HOUR) == 1
    made = joined(other, answered, aki, START + 8 * HOUR)
    merging.undo(merge=made, author=aki, now=START + 9 * HOUR)
    assert (clocks(answered), clocks(other)) == ({}, before)
    assert watch_actions.notice(now=START + 9 * HOUR + timedelta(minutes=1)) == 0


def test_what_is_written_after_the_merge_is_a_message_like_any_other(answered, aki):
    other = open_ticket(now=START + 3 * HOUR)
    joined(other, answered, aki, START + 4 * HOUR)
    reply(answered, aki, START + 5 * HOUR)
    written(answered, START + 6 * HOUR)
    assert clocks(answered) == {"next_response": START + 14 * HOUR}
