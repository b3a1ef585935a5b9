"""What is sent once more, because the answer to it was lost on its way, is there once."""

import pytest

pytestmark = pytest.mark.django_db


def written(browser, ticket, **changes):
    typed = {"mode": "reply", "then": "pending", "body": "Look under Settings.", "version": ticket.version}
    typed |= {"seen": f"{ticket.messages.last().pk}-0"} | changes
    return browser.post(f"/admin/tickets/ticket/{ticket.reference}/write/", typed)


@pytest.mark.parametrize(("mode", "then"), [("note", "note"), ("reply", "pending")])
def test_what_is_sent_once_more_because_no_answer_came_is_there_once(agent, ticket, mode, then):
    seen = f"{ticket.messages.last().pk}-0"
    for _time in range(2):
        assert written(agent, ticket, mode=mode, then=then, seen=seen).status_code == 302
    assert ticket.messages.filter(kind=mode).count() == 1
    # Who has read it there and writes it again means it.
    ticket.refresh_from_db()
    assert written(agent, ticket, mode=mode, then=then).status_code == 302
    assert ticket.messages.filter(kind=mode).count() == 2


def test_other_words_from_the_same_old_page_are_no_repetition(agent, lead, ticket):
    seen = f"{ticket.messages.last().pk}-0"
    written(agent, ticket, mode="note", then="note", seen=seen)
    written(agent, ticket, mode="note", then="note", seen=seen, body="Something else.")
    written(lead, ticket, mode="note", then="note", seen=seen)
    assert ticket.messages.filter(kind="note").count() == 3
