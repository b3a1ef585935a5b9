"""Who else is on a ticket, and what was written there meanwhile."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.models import Presence, ReplyDraft
from tickets.models.presence import others_on
from tickets.replies import actions as replies

pytestmark = pytest.mark.django_db


def address(ticket):
    return f"/admin/tickets/ticket/{ticket.reference}/presence/"


def look(browser, ticket, seen=""):
    answer = browser.post(address(ticket), {"seen": seen})
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_looks_at_the_same_ticket_is_named_and_nobody_sees_themselves(agent, lead, ticket):
    assert "viewing" not in look(agent, ticket)
    assert "agent is viewing" in look(lead, ticket)
    assert "lead is viewing" in look(agent, ticket)
    assert "viewing" not in look(agent, open_ticket())


def test_who_writes_is_said_to_write_and_what_they_write_is_not_shown(agent, lead, ticket):
    look(agent, ticket)
    replies.keep_draft(ticket=ticket, author=agent.user, body="Half a sen", is_note=False, now=timezone.now())
    page = look(lead, ticket)
    assert "agent is writing" in page
    assert "Half a sen" not in page


@pytest.mark.parametrize(("seconds", "names"), [(29, ["aki"]), (31, [])])
def test_a_page_that_is_silent_is_taken_for_closed(agent, ticket, aki, seconds, names):
    now = timezone.now()
    actions.attend(ticket=ticket, staff=aki, now=now - timedelta(seconds=seconds))
    assert [person.username for person, _writes in others_on(ticket, agent.user, now)] == names


@pytest.mark.parametrize(("seconds", "writes"), [(59, True), (61, False)])
def test_writing_ends_a_while_after_the_last_letter(agent, ticket, aki, seconds, writes):
    now = timezone.now()
    actions.attend(ticket=ticket, staff=aki, now=now)
    ReplyDraft.objects.create(ticket=ticket, author=aki, body="x", saved_at=now - timedelta(seconds=seconds))
    assert others_on(ticket, agent.user, now) == [(aki, writes)]


def test_what_was_written_meanwhile_is_shown_once_to_who_did_not_write_it(agent, lead, ticket):
    seen = f"{ticket.messages.get().pk}-0"
    assert "Written meanwhile" not in look(agent, ticket, seen)
    actions.add_customer_message(ticket=ticket, body="I <b>found</b> it", channel="messenger")
    actions.add_note(ticket=ticket, author=lead.user, body="Watch out")
    page = look(agent, ticket, seen)
    assert "I &lt;b&gt;found&lt;/b&gt; it" in page
    assert "Watch out" in page
    assert "Watch out" not in look(lead, ticket, seen)
    assert "Written meanwhile" not in look(agent, ticket, f"{ticket.messages.last().pk}-0")


@pytest.mark.parametrize("seen", ["", "x", "9" * 40, "1-1-1", "\0"])
def test_a_page_that_does_not_say_what_it_showed_is_told_who_is_there_alone(agent, lead, ticket, seen):
    look(lead, ticket)
    page = look(agent, ticket, seen)
    assert "lead is viewing" in page
    assert "Written meanwhile" not in page


def test_looking_changes_nothing_and_leaves_no_heap_of_rows(agent, ticket):
    version, now = ticket.version, timezone.now()
    for hours in (3, 2):
        actions.attend(ticket=open_ticket(), staff=agent.user, now=now - timedelta(hours=hours))
    look(agent, ticket)
    look(agent, ticket)
    ticket.refresh_from_db()
    assert ticket.version == version
    assert [row.ticket for row in Presence.objects.all()] == [ticket]


def test_a_poll_costs_little(agent, lead, ticket, django_assert_max_num_queries):
    look(lead, ticket)
    look(agent, ticket)
    with django_assert_max_num_queries(15):
        look(agent, ticket, "1-1")


def test_only_who_may_see_the_ticket_hears_who_is_on_it(editor, client, agent, ticket):
    assert editor.post(address(ticket)).status_code == 403
    assert client.post(address(ticket))["Location"].startswith("/admin/login/")
    assert agent.get(address(ticket)).status_code == 405
    report = open_ticket(rule="compliance", reason="compliance", topic_kind="compliance")
    assert agent.post(address(report)).status_code == 404
    assert not Presence.objects.exists()


def test_the_page_asks_for_it(agent, ticket):
    page = agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    assert f'data-hx-post="{address(ticket)}" data-hx-trigger="load, every 10s"' in page
