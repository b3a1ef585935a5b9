"""Who sees a ticket: of their teams, theirs, nobody's, or where they are named; all of it only with that right."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from tests import cast
from tests.tickets.conftest import mail, open_ticket, receive
from tickets import actions
from tickets.models import IncomingEmail, OutgoingEmail, Ticket

HERE = "/admin/tickets/ticket/"


def narrow() -> None:
    """Agents see the tickets of their own teams alone, as an admin sets it at the group."""
    sees_all = Permission.objects.get(codename="see_all_tickets")
    Group.objects.get(name="agents").permissions.remove(sees_all)


@pytest.fixture
def billing(db) -> Group:
    return Group.objects.create(name="Billing")


@pytest.fixture
def theirs(billing) -> Ticket:
    """A ticket of a team that the agent isn't in."""
    ticket = open_ticket(subject="Charged twice")
    Ticket.objects.filter(pk=ticket.pk).update(team=billing)
    return ticket


def seen(browser: cast.Browser) -> set[str]:
    person = type(browser.user).objects.get(pk=browser.user.pk)
    return set(Ticket.objects.visible_to(person).values_list("subject", flat=True))


def test_as_shipped_agents_see_the_tickets_of_every_team(agent, theirs):
    assert seen(agent) == {"Charged twice"}


@pytest.mark.parametrize("why", ["team", "assigned", "mentioned", "no team"])
def test_an_agent_without_the_right_sees_what_concerns_them(agent, theirs, billing, aki, why):
    narrow()
    assert seen(agent) == set()
    if why == "team":
        agent.user.groups.add(billing)
    elif why == "assigned":
        actions.assign(ticket=theirs, author=aki, assignee=agent.user)
    elif why == "mentioned":
        actions.add_note(ticket=theirs, author=aki, body="@agent please")
    else:
        actions.set_team(ticket=theirs, author=aki, team=None)
    assert seen(agent) == {"Charged twice"}


@pytest.mark.parametrize("group", ["leads", "readers"])
def test_leads_and_readers_see_all_but_reports(agent, theirs, group):
    narrow()
    open_ticket(subject="A report", rule="compliance", reason="compliance")
    assert seen(cast.staff_browser(name="le", groups=(group,))) == {"Charged twice"}


def test_officers_see_every_report_and_of_the_rest_what_concerns_them(theirs):
    open_ticket(subject="A report", rule="compliance", reason="compliance")
    Ticket.objects.update(team=Group.objects.get(name="Billing"))
    assert seen(cast.staff_browser(name="noor", groups=("compliance",))) == {"A report"}


def test_a_report_without_a_team_is_nobodys_business_and_being_named_opens_none(agent, aki):
    narrow()
    report = open_ticket(subject="A report")
    actions.add_note(ticket=report, author=aki, body="@agent please")
    actions.assign(ticket=report, author=aki, assignee=agent.user)
    assert seen(agent) == {"A report"}
    Ticket.objects.update(rule="compliance")
    assert seen(agent) == set()


def test_it_is_nowhere_in_the_desk(agent, theirs):
    receive(mail(to=theirs.emails.last().reply_to))
    narrow()
    page = agent.get(f"{HERE}{theirs.reference}/change/")
    assert page.status_code == 404
    assert b"Charged twice" not in page.content
    for each in ("", "?view=all", "?q=Charged", f"?q={theirs.reference}", f"palette/?q={theirs.reference}"):
        assert "Charged twice" not in agent.get(f"{HERE}{each}").content.decode(), each
    person = type(agent.user).objects.get(pk=agent.user.pk)
    assert {tab.count for tab in agent.get(HERE).context["tabs"] if tab.count is not None} == {0}
    for rows in (OutgoingEmail.objects, IncomingEmail.objects):
        assert rows.exists()
        assert not rows.visible_to(person).exists()
    assert not list(Ticket.objects.visible_to(person))


def test_no_verb_reaches_it(agent, theirs):
    narrow()
    for verb in ("assign", "team", "priority", "write", "escalate", "presence", "snooze"):
        assert agent.post(f"{HERE}{theirs.reference}/{verb}/", {}).status_code in {404, 405}, verb
    before = Ticket.objects.get().version
    agent.post(f"{HERE}move/", {"ticket": [theirs.pk], "move": "assign", "assignee": agent.user.pk})
    assert Ticket.objects.get().version == before


def test_neither_next_nor_other_tickets_of_the_person_lead_to_it(agent, theirs):
    narrow()
    own = open_ticket(subject="Mine")
    context = agent.get(f"{HERE}{own.reference}/change/").context
    assert (context["following"], context["preceding"], bool(context["other_tickets"])) == ("", "", False)
    agent.user.groups.add(Group.objects.get(name="Billing"))
    assert agent.get(f"{HERE}{own.reference}/change/").context["other_tickets"].open.rows == (theirs,)


def test_mail_of_no_ticket_is_everybodys(agent):
    narrow()
    receive(mail(sender="stranger@example.com", to="nobody@help.localhost"))
    person = type(agent.user).objects.get(pk=agent.user.pk)
    assert IncomingEmail.objects.visible_to(person).count() == IncomingEmail.objects.count() == 1


def test_who_sees_everything_sees_the_mail_of_tickets_as_well(ticket):
    receive(mail(sender="stranger@example.com", to="nobody@help.localhost"))
    receive(mail(to=ticket.emails.get().reply_to, mail_id="<joined@x.example>"))
    boss = cast.staff_browser(name="boss", superuser=True)
    assert IncomingEmail.objects.exclude(ticket=None).count() == 1
    assert IncomingEmail.objects.visible_to(boss.user).count() == 2
    assert IncomingEmail.objects.visible_to(cast.staff(name="lea", groups=("leads", "compliance"))).count() == 2


def test_an_upgrade_blinds_nobody_and_opens_nothing_to_others(agent, theirs):
    narrow()
    editor, asker = cast.staff_browser(name="ed", groups=("editors",)), cast.staff(name="ri", groups=())
    asker.user_permissions.add(Permission.objects.get(codename="view_ticket"))
    import_module("tickets.migrations.0211_see_all_tickets").give(apps, None)
    assert seen(agent) == {"Charged twice"}
    assert type(asker).objects.get(pk=asker.pk).has_perm("tickets.see_all_tickets")
    assert not editor.user.has_perm("tickets.see_all_tickets")


def test_who_merges_into_what_another_team_gets_reads_that_it_is_out_of_sight(agent, aki, theirs):
    narrow()
    actions.assign(ticket=theirs, author=aki, assignee=agent.user)
    kept = open_ticket(subject="Charged again")
    Ticket.objects.filter(pk=kept.pk).update(team=None, assignee=aki)
    answer = agent.post(f"{HERE}{theirs.reference}/merge/", {"into": kept.reference}, follow=True)
    assert answer.status_code == 200
    assert f"{kept.reference} is with others now, out of your sight." in answer.content.decode()
