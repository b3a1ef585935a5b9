"""The thread of the ticket page: what happened in a row is folded, and nothing new is."""

from datetime import UTC, datetime

import pytest

from tests.tickets.test_workspace import page_of, write
from tickets import actions
from tickets.desk.thread import Entry, folded

AT = datetime(2026, 11, 27, tzinfo=UTC)


def entries(letters):
    """An `e` is an event, an `E` one that its reader hasn't seen, anything else a message."""
    return [Entry("event" if each in "eE" else "reply", "", each, AT, each == "E", n) for n, each in enumerate(letters)]


@pytest.mark.parametrize(
    ("came", "stands"),
    [
        ("", ""),
        ("eee", "eee"),
        ("eeee", "3+e"),
        ("eeeem", "3+em"),
        ("meeem", "meeem"),
        ("eemeeeeem", "eem4+em"),
        ("eeeeEEEEE", "3+eEEEEE"),
        ("eeEee", "eeEee"),
    ],
)
def test_a_long_run_of_events_is_folded_but_for_the_last_and_for_what_is_new(came, stands):
    told = [(f"{len(each.earlier)}+" if each.earlier else "") + each.words for each in folded(entries(came))]
    assert "".join(told) == stands


def test_nothing_is_lost_in_a_fold_and_its_order_stays():
    (last,) = folded(entries("eeeee"))
    assert [each.pk for each in (*last.earlier, last)] == [0, 1, 2, 3, 4]


def test_the_page_folds_them_and_says_how_many(agent, ticket):
    for priority in (40, 10, 40, 10, 30):
        ticket.refresh_from_db()
        actions.set_priority(ticket=ticket, author=agent.user, priority=priority)
    page_of(agent, ticket)
    page = page_of(agent, ticket)
    fold = page.partition('<details id="happened-')[2].partition("</details>")[0]
    assert "earlier changes" in fold.partition("</summary>")[0]
    assert fold.count("<time") == ticket.events.count() - 1
    assert page.count('id="latest"') == 1


def test_what_came_while_one_wrote_is_never_folded(agent, ticket):
    """A reply written beside five changes is refused; each of them stands marked on the page that says so."""
    seen, version = f"{ticket.messages.last().pk}-0", ticket.version
    for priority in (40, 10, 40, 10, 30):
        ticket.refresh_from_db()
        actions.set_priority(ticket=ticket, author=agent.user, priority=priority)
    page = write(agent, ticket, version=version, seen=seen).content.decode()
    assert page.count("data-fresh") == 5
