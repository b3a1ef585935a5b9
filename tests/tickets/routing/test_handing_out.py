"""Handing out: who of a team gets its next ticket, when that is decided, and that two at once don't go to one."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import User
from accounts.staff.settings_actions import change_settings
from tests import cast
from tests.tickets.conftest import open_ticket
from tickets import actions as ticket_actions
from tickets.models import Notification, RoutingTurn, TeamRouting, Ticket, Topic
from tickets.routing import actions
from tickets.workflow import Event

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def team(db) -> Group:
    return Group.objects.create(name="Billing")


@pytest.fixture
def bo(team) -> User:
    return member("bo", team)


@pytest.fixture
def cy(team) -> User:
    return member("cy", team)


@pytest.fixture
def routing(team) -> TeamRouting:
    return TeamRouting.objects.create(team=team)


def member(name: str, team: Group, **more: tuple[str, ...]) -> User:
    person = cast.staff(name=name, **more)
    person.groups.add(team)
    return person


def of(team: Group, **changes: object) -> Ticket:
    ticket = open_ticket(**changes)
    Ticket.objects.filter(pk=ticket.pk).update(team=team)
    return ticket


def hand_out(ticket: Ticket) -> str:
    person = actions.hand_out(ticket_id=ticket.pk, now=NOW)
    return person.username if person else ""


def jobs() -> list[dict[str, int]]:
    return [job.args for job in ProcrastinateJob.objects.filter(task_name="tickets.hand_out")]


def test_two_tickets_go_to_two_people_on_the_record_and_they_hear_of_it(team, routing, bo, cy):
    first, second = of(team), of(team)
    assert [hand_out(first), hand_out(second)] == ["bo", "cy"]
    assert Ticket.objects.get(pk=first.pk).assignee == bo
    event = first.events.get(kind="assigned")
    assert (event.author, event.arguments) == (None, {"to": "bo"})
    told = Notification.objects.values_list("person__username", "kind", "by")
    assert sorted(told) == [("bo", "assigned", None), ("cy", "assigned", None)]


def test_who_solved_theirs_at_once_still_waits_for_their_turn(team, routing, bo, cy):
    first = of(team)
    assert hand_out(first) == "bo"
    ticket_actions.change_status(ticket=first, author=bo, event=Event.SOLVE)
    assert hand_out(of(team)) == "cy"


def test_who_speaks_the_language_comes_first_and_who_is_away_never(team, routing, bo, cy):
    change_settings(user=cy, languages=["ja"])
    assert hand_out(of(team, locale="ja")) == "cy"
    change_settings(user=cy, is_away=True)
    assert hand_out(of(team, locale="ja")) == "bo"


def test_nobody_gets_more_than_the_most_and_it_stays_with_nobody(team, routing, bo):
    TeamRouting.objects.update(most_open=1)
    full = of(team)
    assert [hand_out(full), hand_out(of(team))] == ["bo", ""]
    ticket_actions.change_status(ticket=full, author=bo, event=Event.SOLVE)
    assert hand_out(of(team)) == "bo"


def test_only_members_who_take_part_and_may_work_on_it_get_one(team, routing, bo, cy):
    cast.staff(name="al")
    member("ed", team, groups=("readers",))
    assert {hand_out(of(team)) for _ in range(4)} == {"bo", "cy"}
    routing.people.set([cy])
    assert {hand_out(of(team)) for _ in range(3)} == {"cy"}
    User.objects.filter(pk=cy.pk).update(is_active=False)
    assert hand_out(of(team)) == ""


def test_a_report_goes_to_nobody_but_who_handles_those(team, routing, bo):
    report = of(team, rule="compliance", reason="compliance")
    assert hand_out(report) == ""
    member("noor", team, groups=("compliance",))
    assert hand_out(report) == "noor"


@pytest.mark.parametrize("state", ["taken", "solved", "switched off", "another team"])
def test_what_needs_nobody_any_more_is_left_alone(team, routing, bo, cy, state):
    ticket = of(team)
    if state == "taken":
        ticket_actions.assign(ticket=ticket, author=None, assignee=cy)
    elif state == "solved":
        ticket_actions.change_status(ticket=ticket, author=cy, event=Event.SOLVE)
    elif state == "switched off":
        TeamRouting.objects.update(is_on=False)
    else:
        Ticket.objects.update(team=Group.objects.create(name="Login"))
    before = Ticket.objects.get().assignee
    assert hand_out(ticket) == ""
    assert Ticket.objects.get().assignee == before
    assert not RoutingTurn.objects.exists()


def test_the_job_twice_gives_it_once(team, routing, bo, cy):
    ticket = of(team)
    assert [hand_out(ticket), hand_out(ticket)] == ["bo", ""]


def test_a_ticket_is_handed_out_when_it_opens_and_when_it_comes_to_a_team(team, routing, bo, aki):
    Topic.objects.create(slug="bills", team=team)
    opened = open_ticket(topic="bills")
    moved = open_ticket()
    assert jobs() == [{"ticket_id": opened.pk}]
    ticket_actions.set_team(ticket=moved, author=aki, team=team)
    assert jobs() == [{"ticket_id": opened.pk}, {"ticket_id": moved.pk}]


def test_a_team_that_takes_its_tickets_by_hand_costs_no_job(team, bo, aki):
    ticket_actions.set_team(ticket=open_ticket(), author=aki, team=team)
    assert jobs() == []


def test_the_teams_row_is_locked_before_anybody_is_counted(team, routing, bo):
    with CaptureQueriesContext(connection) as captured:
        hand_out(of(team))
    asked = [query["sql"] for query in captured]
    lock = next(nth for nth, sql in enumerate(asked) if "tickets_teamrouting" in sql and "FOR UPDATE" in sql)
    counted = next(nth for nth, sql in enumerate(asked) if "COUNT" in sql and "assignee_id" in sql)
    assert lock < counted


def test_the_admin_offers_who_works_on_tickets_by_their_names(team, aki, bo, routing, lead, editor):
    aki.first_name, aki.last_name = "Aki", "Mori"
    aki.save()
    page = lead.get("/admin/tickets/teamrouting/add/").content.decode()
    assert "Aki Mori" in page
    assert box(bo) in page
    assert box(editor.user) not in page
    # Whoever took part and works on tickets no more stays to be taken off.
    routing.people.add(bo)
    bo.groups.remove(Group.objects.get(name="agents"))
    assert box(bo) not in lead.get("/admin/tickets/teamrouting/add/").content.decode()
    assert box(bo) in lead.get(f"/admin/tickets/teamrouting/{team.pk}/change/").content.decode()


def box(person: User) -> str:
    """What is ticked for who takes part."""
    return f'name="people" value="{person.pk}"'


def test_the_admin_says_who_isnt_in_the_team(team, aki, lead):
    form = {"team": team.pk, "is_on": "on", "most_open": "", "people": [aki.pk]}
    page = lead.post("/admin/tickets/teamrouting/add/", form).content.decode()
    assert "Not in the team: aki." in page
    aki.groups.add(team)
    assert lead.post("/admin/tickets/teamrouting/add/", form).status_code == 302
    assert list(TeamRouting.objects.get().people.all()) == [aki]
