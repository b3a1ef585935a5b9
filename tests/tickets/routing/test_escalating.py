"""Escalating: to another team with a note, on the record, its members told, and whatever was typed kept."""

import pytest
from django.contrib.auth.models import Group
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import cast
from tests.tickets.conftest import open_ticket
from tests.tickets.routing.test_sight import narrow
from tickets import actions as ticket_actions
from tickets.models import Mention, Notification, TeamRouting, Ticket
from tickets.workflow import Event

NOTE = "They were charged twice, and the refund failed."


@pytest.fixture
def billing(db) -> Group:
    return Group.objects.create(name="Billing")


@pytest.fixture
def bo(billing):
    person = cast.staff(name="bo")
    person.groups.add(billing)
    return person


def escalate(browser, ticket, to, note=NOTE, **more):
    form = {"team": to.pk, "note": note} | more
    return browser.post(f"/admin/tickets/ticket/{ticket.reference}/escalate/", form)


def test_team_note_and_priority_move_together_and_its_members_are_told(agent, ticket, billing, bo):
    assert escalate(agent, ticket, billing, priority="30").status_code == 302
    row = Ticket.objects.get()
    assert (row.team, row.priority) == (billing, 30)
    assert row.messages.get(kind="note").body == NOTE
    event = row.events.get(kind="escalated")
    assert (event.author, event.arguments) == (agent.user, {"before": "", "after": "Billing"})
    assert list(Notification.objects.values_list("person", "kind", "by")) == [(bo.pk, "escalated", agent.user.pk)]
    page = agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    assert "Escalated from “No team” to “Billing”" in page


def test_whoever_has_it_keeps_it_only_as_a_member_of_the_new_team(agent, ticket, billing, bo, aki):
    ticket_actions.assign(ticket=ticket, author=None, assignee=aki)
    escalate(agent, ticket, billing)
    assert Ticket.objects.get().assignee is None
    assert not Notification.objects.filter(person=aki).exists()
    assert ticket.events.filter(kind="unassigned").exists()
    other = open_ticket()
    ticket_actions.assign(ticket=other, author=None, assignee=bo)
    escalate(agent, other, billing)
    assert Ticket.objects.get(pk=other.pk).assignee == bo


def test_a_team_that_hands_out_gives_it_to_one_of_its_own(agent, ticket, billing, bo, aki):
    TeamRouting.objects.create(team=billing)
    ticket_actions.assign(ticket=ticket, author=None, assignee=aki)
    escalate(agent, ticket, billing)
    assert ProcrastinateJob.objects.filter(task_name="tickets.hand_out", args={"ticket_id": ticket.pk}).count() == 1


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"note": "  "}, "Write for the other team what they need to know."),
        ({"team": 0}, "Choose one of the teams."),
        ({"priority": "loud"}, "loud"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_comes_back(agent, ticket, billing, form, words):
    answer = escalate(agent, ticket, billing, **({"note": NOTE} | form))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'id="escalate-note" name="note"' in page
    assert page.count(NOTE) == (0 if form.get("note") else 1)
    assert Ticket.objects.get().version == 1


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("there", "The ticket is with that team already."),
        ("solved", "This ticket is solved or closed: there is nothing to escalate."),
    ],
)
def test_a_second_tab_is_told_why_not_and_nothing_changes(agent, ticket, billing, aki, state, words):
    if state == "there":
        ticket_actions.set_team(ticket=ticket, author=aki, team=billing)
    else:
        ticket_actions.change_status(ticket=ticket, author=aki, event=Event.SOLVE)
    answer = escalate(agent, ticket, billing)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert words in page
    assert f"{NOTE}</textarea>" in page
    assert not ticket.messages.filter(kind="note").exists()


def test_a_mention_that_is_refused_takes_the_whole_move_back(agent, ticket, billing):
    cast.staff(name="ed", groups=("editors",))
    answer = escalate(agent, ticket, billing, note="@ed knows about it")
    assert answer.status_code == 409
    assert "They may not see tickets: ed." in answer.content.decode()
    assert (Ticket.objects.get().team, Mention.objects.exists()) == (None, False)


def test_a_report_goes_only_to_who_handles_those(billing):
    officer = cast.staff_browser(name="noor", groups=("compliance",))
    report = open_ticket(rule="compliance", reason="compliance")
    assert escalate(officer, report, billing).status_code == 422
    assert escalate(cast.staff_browser(), report, billing).status_code == 404
    assert Ticket.objects.get().team is None


def test_who_may_only_look_escalates_nothing(ticket, billing):
    assert escalate(cast.staff_browser(name="ri", groups=("readers",)), ticket, billing).status_code == 403


def test_who_doesnt_see_it_any_more_comes_back_to_the_queue(agent, ticket, billing):
    narrow()
    answer = escalate(agent, ticket, billing)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/tickets/ticket/")
    assert "is with others now, out of your sight" in agent.get("/admin/tickets/ticket/").content.decode()
    assert agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").status_code == 404
