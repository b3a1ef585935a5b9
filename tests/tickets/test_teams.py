"""Whose a ticket is: moved on its page, on the record, and a report's only to who may see it."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.db.models import QuerySet

from tests import cast
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.models import (
    Automation,
    AutomationStep,
    BusinessHours,
    Macro,
    Message,
    SlaPolicy,
    TeamRouting,
    Ticket,
    Topic,
)
from tickets.models.teams import working_teams
from tickets.refusals import TicketRefusedError
from tickets.workflow import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def billing() -> Group:
    return Group.objects.create(name="Billing")


def move(browser: cast.Browser, ticket: Ticket, team: Group | None) -> int:
    address = f"/admin/tickets/ticket/{ticket.reference}/team/"
    return browser.post(address, {"team": team.pk if team else ""}).status_code


def test_an_agent_moves_a_ticket_to_a_team_and_back(agent: cast.Browser, ticket: Ticket, billing: Group) -> None:
    for team in (billing, billing, None):
        assert move(agent, ticket, team) == 302
    told = [(event.arguments, event.author) for event in ticket.events.filter(kind="team")]
    assert told == [({"before": "", "after": "Billing"}, agent.user), ({"before": "Billing", "after": ""}, agent.user)]


def test_the_page_says_whose_it_is_and_what_happened(agent: cast.Browser, ticket: Ticket, billing: Group) -> None:
    move(agent, ticket, billing)
    page = agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    assert f'<option value="{billing.pk}" selected>Billing</option>' in page
    assert "Team changed from “No team” to “Billing”" in page


def test_a_team_that_is_none_is_refused(agent: cast.Browser, ticket: Ticket) -> None:
    assert move(agent, ticket, Group(pk=0)) == 422
    assert Ticket.objects.get().version == 1


def test_a_group_that_works_on_no_ticket_is_no_team(agent: cast.Browser, ticket: Ticket) -> None:
    cast.staff(name="editor", groups=("editors",))
    assert move(agent, ticket, Group.objects.get(name="editors")) == 422
    assert move(agent, ticket, Group.objects.get(name="agents")) == 302


def test_who_may_only_look_moves_nothing(ticket: Ticket, billing: Group) -> None:
    editor = cast.staff_browser(name="editor", groups=("editors",))
    assert move(editor, ticket, billing) == 403
    assert Ticket.objects.get().team is None


def test_a_report_goes_only_to_a_team_that_sees_it(aki: object, billing: Group) -> None:
    officer = cast.staff_browser(name="officer", groups=("compliance",))
    report = open_ticket(rule="compliance", reason="compliance", topic_kind="compliance")
    assert move(officer, report, billing) == 422
    with pytest.raises(TicketRefusedError, match="not_compliance_team"):
        actions.set_team(ticket=report, author=officer.user, team=billing)
    assert move(officer, report, Group.objects.get(name="compliance")) == 302
    assert Ticket.objects.get().team.name == "compliance"
    assert move(cast.staff_browser(), report, None) == 404


def test_what_follows_goes_on_with_the_team_not_with_the_topics(aki: object, billing: Group) -> None:
    Topic.objects.create(slug="login", team=Group.objects.create(name="Login"))
    ticket = open_ticket(topic="login")
    actions.set_team(ticket=ticket, author=aki, team=billing)
    actions.change_status(ticket=ticket, author=aki, event=Event.CLOSE)
    later = actions.add_customer_message(ticket=ticket, body="Again", channel=Message.Channel.MESSENGER).ticket
    assert (later.follows, later.team) == (ticket, billing)


def names(teams: QuerySet[Group]) -> list[str]:
    return [team.name for team in teams]


def test_roles_are_no_teams_beside_teams(agent: cast.Browser, billing: Group) -> None:
    assert names(working_teams()) == ["Billing", "compliance"]  # these alone have reports


def test_where_there_is_no_team_those_who_work_are_one(agent: cast.Browser) -> None:
    assert {"agents", "compliance", "leads"} <= set(names(working_teams()))
    assert not {"readers", "editors"} & set(names(working_teams()))


def named_by_a_topic(team: Group) -> None:
    Topic.objects.create(slug="login", team=team)


def named_by_a_macro(team: Group) -> None:
    Macro.objects.create(name="Hello", team=team)


def handed_out(team: Group) -> None:
    TeamRouting.objects.create(team=team)


def with_hours(team: Group) -> None:
    BusinessHours.objects.create(name="Kyoto", zone="Asia/Tokyo").teams.add(team)


def promised(team: Group) -> None:
    SlaPolicy.objects.create(name="Gold", first_response=60).teams.add(team)


def named_by_an_automation(team: Group) -> None:
    made = Automation.objects.create(name="To the agents", trigger="opened")
    AutomationStep.objects.create(automation=made, do="team", value=str(team.pk))


@pytest.mark.parametrize(
    "use", [named_by_a_topic, named_by_a_macro, handed_out, with_hours, promised, named_by_an_automation]
)
def test_a_role_that_the_desk_uses_as_a_team_stays_one(
    agent: cast.Browser, billing: Group, use: Callable[[Group], None]
) -> None:
    use(Group.objects.get(name="agents"))
    assert names(working_teams()) == ["Billing", "agents", "compliance"]


def test_a_ticket_of_a_role_says_so_and_is_found_by_it(agent: cast.Browser, ticket: Ticket, billing: Group) -> None:
    agents = Group.objects.get(name="agents")
    actions.set_team(ticket=ticket, author=agent.user, team=agents)
    page = agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    assert f'<option value="{agents.pk}" selected>agents</option>' in page
    assert offered(agent) == ["No team", "Billing", "agents", "compliance"]
    assert move(agent, ticket, billing) == 302
    assert move(agent, ticket, agents) == 422
    assert offered(agent) == ["No team", "Billing", "compliance"]
    # As a view that somebody saved asks for it: none, not all.
    assert offered(agent, f"?team={agents.pk},{'9' * 30}") == ["No team", "Billing", "agents", "compliance"]


def offered(browser: cast.Browser, query: str = "") -> list[str]:
    """What the queue's filter has."""
    filters = browser.get(f"/admin/tickets/ticket/{query}").context["cl"].filter_specs
    [spec] = [each for each in filters if getattr(each, "parameter_name", "") == "team"]
    return [str(words) for _value, words in spec.lookup_choices]


@pytest.mark.parametrize(
    "address",
    ["tickets/macro", "tickets/topic", "tickets/teamrouting", "tickets/businesshours", "tickets/slapolicy"],
)
def test_forms_of_the_admin_offer_teams_alone(lead: cast.Browser, billing: Group, address: str) -> None:
    page = lead.get(f"/admin/{address}/add/").content.decode()
    assert "Billing" in page
    assert not re.search(r">\s*(agents|leads|readers|editors|admins)\s*<", page)


def test_the_report_is_about_teams(lead: cast.Browser, billing: Group) -> None:
    page = lead.get("/admin/tickets/dayfigures/").content.decode()
    assert re.search(r">\s*Billing\s*<", page)
    assert not re.search(r">\s*(agents|leads|readers|editors|admins)\s*<", page)
