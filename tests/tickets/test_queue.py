"""The ticket list in the admin."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import cast
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.models import Ticket, Topic, TopicText
from tickets.workflow import Event

LIST = "/admin/tickets/ticket/"


def listed(browser, query=""):
    """The tickets that the list shows, in its order."""
    return list(browser.get(f"{LIST}{query}").context["cl"].result_list)


def test_an_agent_sees_the_queue_with_who_waits_longest_first(agent):
    now = timezone.now()
    young, old = open_ticket(now=now), open_ticket(now=now - timedelta(days=2))
    assert listed(agent) == [old, young]
    page = agent.get(LIST).content.decode()
    assert f'href="/admin/tickets/ticket/{old.reference}/change/"' in page
    assert "2\xa0days" in page
    assert "under a minute" in page


def test_a_stranger_is_sent_to_sign_in(client, db):
    assert client.get(LIST).headers["Location"] == "/admin/login/?next=/admin/tickets/ticket/"


def test_staff_without_the_permission_are_refused(editor):
    assert editor.get(LIST).status_code == 403


def test_tickets_are_neither_added_nor_deleted_nor_edited_past_the_actions(agent, ticket):
    for address in ("add/", f"{ticket.pk}/delete/", f"{ticket.pk}/history/", f"{ticket.pk}/change/"):
        assert agent.get(LIST + address).status_code in {403, 404}


def test_the_saved_views_split_the_work(agent):
    mine, free, pending, solved = (open_ticket() for _number in range(4))
    actions.assign(ticket=mine, author=agent.user, assignee=agent.user)
    actions.change_status(ticket=pending, author=agent.user, event=Event.WAIT_FOR_CUSTOMER)
    actions.change_status(ticket=solved, author=agent.user, event=Event.SOLVE)
    assert set(listed(agent)) == {mine, free, pending}
    assert listed(agent, "?view=mine") == [mine]
    assert set(listed(agent, "?view=unassigned")) == {free, pending}
    assert set(listed(agent, "?view=waiting")) == {mine, free}
    assert listed(agent, "?view=solved") == [solved]
    assert set(listed(agent, "?view=all")) == {mine, free, pending, solved}


def test_the_views_say_how_much_is_in_them(agent, ticket):
    counts = {view["name"]: view["count"] for view in agent.get(LIST).context["views"]}
    assert counts == {"": 1, "waiting": 1, "mine": 0, "unassigned": 1, "solved": None, "all": None}


def test_a_search_looks_at_every_ticket_and_at_what_was_written(agent):
    solved, other = open_ticket(body="The gold button"), open_ticket(subject="Else", requester_email="z@example.com")
    actions.change_status(ticket=solved, author=agent.user, event=Event.SOLVE)
    assert listed(agent, "?q=gold") == [solved]
    assert listed(agent, f"?q={other.reference}") == [other]
    assert listed(agent, "?q=z@example.com") == [other]
    assert listed(agent, "?q=gold&view=waiting") == []


@pytest.mark.parametrize(
    "query",
    [
        "?status__exact=solved",
        "?topic=login",
        "?rule=locked_out",
        "?locale=ja",
        "?assignee=nobody",
        "?team=none",
        "?priority__exact=40",
    ],
)
def test_each_filter_finds_its_tickets(agent, query):
    Topic.objects.create(slug="login")
    found = open_ticket(topic="login", rule="locked_out", locale="ja")
    other = open_ticket()
    actions.assign(ticket=other, author=agent.user, assignee=agent.user)
    team = Group.objects.create(name="Billing")
    actions.set_team(ticket=other, author=agent.user, team=team)
    actions.set_priority(ticket=found, author=agent.user, priority=Ticket.Priority.URGENT)
    if "solved" in query:
        actions.change_status(ticket=found, author=agent.user, event=Event.SOLVE)
    assert listed(agent, query) == [found]
    assert listed(agent, f"?assignee={agent.user.pk}") == [other]
    assert listed(agent, f"?team={team.pk}") == [other]


@pytest.mark.django_db
def test_topics_are_told_in_the_language_of_who_reads_whatever_language_they_were_picked_in(agent):
    topic = Topic.objects.create(slug="plans")
    for locale, label in {"en": "Plans and cancellation", "ja": "プランの変更・解約"}.items():
        TopicText.objects.create(topic=topic, locale=locale, label=label)
    open_ticket(topic="plans", topic_label="プランの変更・解約", locale="ja")
    page = agent.get(f"{LIST}?topic=plans").content.decode()
    assert '<td class="field-about">Plans and cancellation</td>' in page
    assert "プランの変更・解約" not in page
    assert page.count(">Plans and cancellation</a>") == 1  # the filter's


def test_a_wrong_filter_is_no_error(agent, ticket):
    assert listed(agent, "?assignee=x&team=x&view=nonsense") == [ticket]


def test_the_number_of_queries_does_not_grow_with_the_list(agent):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert agent.get(LIST).status_code == 200
        return len(captured)

    open_ticket()
    few = queries()
    for number in range(12):
        ticket = open_ticket(requester_email=f"p{number}@example.com")
        actions.assign(ticket=ticket, author=agent.user, assignee=cast.staff(name=f"s{number}"))
    assert queries() == few
    assert few <= 13


def test_several_tickets_are_taken_at_once(agent):
    chosen = [open_ticket(), open_ticket()]
    agent.post(LIST, {"action": "take", "_selected_action": [ticket.pk for ticket in chosen]})
    assert set(Ticket.objects.assigned_to(agent.user)) == set(chosen)


def test_the_page_needs_no_inline_code_and_says_so(agent, ticket):
    response = agent.get(LIST)
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    page = response.content.decode()
    assert "<style" not in page
    assert 'style="' not in page
    assert "onclick" not in page
