"""Several values of one filter of the queue: any of them, in the address, the search, the chips and a saved view."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import Group

from tests import cast
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.models import Tag, Ticket, Topic
from tickets.search_words import Asked, parse
from tickets.workflow import Event

pytestmark = pytest.mark.django_db
LIST = "/admin/tickets/ticket/"


@pytest.fixture
def three(agent):
    """Three tickets that differ in everything: the first is the agent's, the second another's, the third nobody's."""
    teams = [Group.objects.create(name=name) for name in ("Billing", "Login")]
    made = []
    for number, name in enumerate(("billing", "login", "other")):
        Topic.objects.create(slug=name)
        plan = ("pro", "team", "")[number]
        locale, rule = ("en", "ja", "ko")[number], ("individual_paid", "locked_out", "free")[number]
        made.append(open_ticket(topic=name, locale=locale, rule=rule, identity={"plan": plan} if plan else {}))
    for ticket, team, person in zip(made, teams, (agent.user, cast.staff(name="other")), strict=False):
        actions.set_team(ticket=ticket, author=agent.user, team=team)
        actions.assign(ticket=ticket, author=agent.user, assignee=person)
    boss = cast.staff(name="boss", superuser=True)
    for ticket, tags in zip(made, (("a", "both"), ("b", "both"), ("c",)), strict=True):
        for tag in tags:
            actions.tag(ticket=ticket, author=boss, name=tag)
    actions.set_priority(ticket=made[0], author=agent.user, priority=Ticket.Priority.URGENT)
    actions.set_priority(ticket=made[1], author=agent.user, priority=Ticket.Priority.HIGH)
    actions.change_status(ticket=made[1], author=agent.user, event=Event.HOLD)
    actions.change_status(ticket=made[2], author=agent.user, event=Event.WAIT_FOR_CUSTOMER)
    return made


def found(browser, query):
    page = browser.get(f"{LIST}?{query}")
    return {row.pk for row in page.context["cl"].result_list}


def keys(tickets, which):
    return {tickets[int(number)].pk for number in which}


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        *[("topic=billing&topic=login", "01"), ("topic=billing,other", "02"), ("topic=billing,nonsense", "0")],
        *[("status__exact=new,pending", "02"), ("priority__exact=40&priority__exact=30", "01")],
        *[
            ("locale=ja,en", "01"),
            ("locale=ja,ko", "12"),
            ("locale=ja,xx", "1"),
            ("rule=individual_paid,free", "02"),
            ("plan=pro,team", "01"),
        ],
        *[("tag=a&tag=b", "01"), ("tag=both,c", "012"), ("topic=billing,login&tag=b,c", "1")],
        *[("assignee=nobody,{me}", "02"), ("assignee={me}", "0"), ("team=none,{team}", "02"), ("team=none", "2")],
        # What is no choice at all narrows nothing, as it always did.
        *[("topic=,", "012"), ("topic=nonsense,x", "012"), ("assignee=" + "9" * 30 + ",x", "012")],
    ],
)
def test_a_filter_takes_several_values_and_shows_what_has_any(agent, three, query, wanted):
    team = Group.objects.get(name="Billing")
    assert found(agent, query.format(me=agent.user.pk, team=team.pk)) == keys(three, wanted)


def test_states_of_the_time_to_answer_are_taken_together(agent, three):
    now = three[0].created_at
    times = {"late": (-1, -2), "soon": (1, -1), "ok": (2, 1)}
    for ticket, (due, warn) in zip(three, times.values(), strict=True):
        Ticket.objects.filter(pk=ticket.pk).update(
            due_at=now + timedelta(hours=due), warn_at=now + timedelta(hours=warn)
        )
    assert found(agent, "sla=breached,ok") == keys(three, "02")
    assert found(agent, "q=sla:soon,ok") == keys(three, "12")
    assert found(agent, "q=-sla:breached") == keys(three, "12")


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        *[("topic:billing,login", "01"), ("topic:billing topic:other", "02"), ("status:new、pending", "02")],
        *[("assignee:me,nobody", "02"), ("team:none,login", "12"), ("plan:pro,team", "01")],
        # A ticket has many tags: two words ask for both, as they always did; a comma for any.
        *[("tag:a,b", "01"), ("tag:a tag:both", "0"), ("tag:a tag:b", "")],
        *[("-topic:billing", "12"), ("-status:pending -status:hold", "0"), ("-tag:both", "2"), ("-tag:a,c", "1")],
        *[("-assignee:me", "12"), ("-team:billing", "12"), ("-assignee:nobody", "01"), ("-plan:pro", "12")],
        *[("topic:billing,login -tag:b", "0"), ("-created:2019", "012"), ("-priority:urgent tag:both", "1")],
    ],
)
def test_the_search_knows_any_of_and_not(agent, three, typed, wanted):
    page = agent.get(LIST, {"q": typed, "view": "all"})
    assert [str(each) for each in page.context["messages"]] == []
    assert {row.pk for row in page.context["cl"].result_list} == keys(three, wanted)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("topic:billing,nowhere", "“topic:” doesn’t know “nowhere”."),
        ("-status:banana", "“status:” doesn’t know “banana”."),
        ("-from:marta", "“-from:” means nothing: who wrote can’t be left out."),
        ("tag:,", "“tag:” doesn’t know “,”."),
        ("-topci:x", "“-topci:” was searched as text."),
    ],
)
def test_what_means_nothing_is_told(agent, three, typed, words):
    page = agent.get(LIST, {"q": typed})
    assert not page.context["cl"].result_list
    assert str(next(iter(page.context["messages"]))).startswith(words)


def test_a_hyphen_before_a_word_stays_text():
    assert parse("-refund -x:y e-mail") == Asked("-refund -x:y e-mail")
    assert parse("-Tag:spam tag:a").excluded == (("tag", "spam"),)


def chips(page):
    """What is on, and where the list without it is."""
    html = page.content.decode()
    found = re.findall(r'<a class="queue-chip" href="([^"]+)" aria-label="([^"]+)"', html)
    return {words: unescape(address) for address, words in found}


def test_each_value_is_a_chip_that_takes_it_away_alone(agent, three):
    page = agent.get(f"{LIST}?topic=login,billing&locale=en&sort=oldest&p=0")
    ways = chips(page)
    assert [*ways] == ["Without Topic: billing", "Without Topic: login", "Without Language: English"]
    assert ways["Without Topic: billing"] == "?locale=en&sort=oldest&topic=login"
    assert ways["Without Language: English"].count("topic=") == 1
    assert found(agent, ways["Without Language: English"][1:]) == keys(three, "01")
    assert page.context["cl"].filters_on == 3
    assert "Filters (3)" in page.content.decode()
    assert "queue-chips" not in agent.get(LIST).content.decode()


def test_the_boxes_of_a_menu_keep_what_else_is_asked(agent, three):
    page = agent.get(f"{LIST}?topic=login&topic=billing&plan=pro&q=x&view=all&p=0")
    menus = {menu.name: menu for menu in page.context["cl"].menus}
    assert [choice.value for choice in menus["topic"].choices if choice.chosen] == ["billing", "login"]
    assert menus["topic"].hidden == [("plan", "pro"), ("q", "x"), ("view", "all")]
    assert ("topic", "login") in menus["person"].hidden
    assert "plan" not in dict(menus["person"].hidden)
    # Another search keeps them all.
    kept = page.context["cl"].hidden_fields
    assert [value for name, value in kept if name == "topic"] == ["login", "billing"]
    # A press on the words leaves that value alone.
    other = next(choice for choice in menus["topic"].choices if choice.value == "other")
    assert other.address.count("topic=") == 1


def test_a_saved_view_and_the_way_from_ticket_to_ticket_know_several(agent, three):
    query = "view=all&topic=login&topic=other&sort=oldest"
    agent.post(f"{LIST}views/", {"name": "Two topics", "query": query})
    tab = agent.get(f"{LIST}?{query}").context["saved_tabs"][0]
    assert tab.chosen
    assert found(agent, tab.address[1:]) == keys(three, "12")
    page = agent.get(f"{LIST}{three[1].reference}/change/?list=view%3Dall%26topic%3Dlogin,other%26sort%3Doldest")
    assert (page.context["preceding"], page.context["following"]) == ("", three[2].reference)


def test_more_fields_than_any_list_has_begin_anew(agent, ticket):
    assert agent.get(f"{LIST}?{'topic=x&' * 60}")["Location"] == f"{LIST}?e=1"
    Tag.objects.create(name="a")
    assert agent.get(f"{LIST}?{'tag=a&' * 40}").status_code == 200
