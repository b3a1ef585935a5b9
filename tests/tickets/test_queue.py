"""The ticket list in the admin."""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import cast
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.actions import desk_settings
from tickets.desk import listing, standard_views
from tickets.desk.filters import SORTS
from tickets.models import Message, Ticket, Topic, TopicText
from tickets.subjects import without_topic
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
    counts = {tab.name: tab.count for tab in agent.get(LIST).context["tabs"] if tab.address.startswith("?")}
    uncounted = {"solved": None, "all": None}
    empty = {"mine": 0, "pending": 0, "snoozed": 0, "mentioned": 0}
    assert counts == {"": 1, "waiting": 1, "unassigned": 1} | empty | uncounted


def test_the_counts_follow_what_somebody_may_see_at_once(agent, ticket):
    """The query for them is kept, by all that it depends on."""

    def unsolved():
        return next(tab.count for tab in agent.get(LIST).context["tabs"] if tab.name == "")

    team, agents = Group.objects.create(name="Billing"), Group.objects.get(name="agents")
    Ticket.objects.update(team=team)
    sees_all = Permission.objects.get(codename="see_all_tickets")
    told = [unsolved()]
    agents.permissions.remove(sees_all)
    told.append(unsolved())
    agent.user.groups.add(team)
    told.append(unsolved())
    open_ticket(topic="")
    told.append(unsolved())
    agent.user.groups.remove(team)
    told.append(unsolved())
    agents.permissions.add(sees_all)
    told.append(unsolved())
    assert told == [1, 0, 1, 2, 1, 2]


def test_a_kept_query_of_the_counts_knows_no_hour(agent, monkeypatch):
    """It would count what is overdue as of when it was made."""
    monkeypatch.setattr(standard_views, "_COUNTS", kept := {})
    agent.get(LIST)
    (counts,) = kept.values()
    hours = [value for value in counts.values if isinstance(value, datetime) and value.year > 2000]
    assert (hours, "CURRENT_TIMESTAMP" in counts.sql or "STATEMENT_TIMESTAMP" in counts.sql) == ([], True)


def test_the_counts_are_of_who_asks(agent, ticket):
    colleague = cast.staff_browser(name="bo", groups=("agents",))
    actions.assign(ticket=ticket, author=agent.user, assignee=agent.user)
    mine = [
        {tab.name: tab.count for tab in browser.get(LIST).context["tabs"]}["mine"] for browser in (agent, colleague)
    ]
    assert mine == [1, 0]


def test_views_without_anything_stand_in_the_menu_and_saved_ones_before_the_seldom(agent, ticket):
    desk_settings.save_view(owner=agent.user, name="Ours", query="locale=ja", shared=False)

    def read(query=""):
        page = agent.get(LIST + query).content.decode()
        nav = page.partition('<nav class="queue-views"')[2].partition("</nav>")[0]
        parts = nav.partition("queue-more")[::2]
        return [re.findall(r"<a [^>]*>([^<]*?) ?<", part) for part in parts]

    strip, menu = read()
    assert strip == ["Unsolved", "Waiting for us", "Mine", "Unassigned", "Ours", "Solved", "All"]
    assert menu == ["Waiting for them", "Snoozed", "Mentions", "Quarantine", "Edit views"]
    # The open one is never hidden away.
    assert read("?view=snoozed")[0][4:6] == ["Snoozed", "Ours"]


def test_what_is_put_off_stands_in_a_view_of_its_own_until_then(agent, ticket):
    now = timezone.now()
    put_off, mine = open_ticket(), open_ticket()
    actions.assign(ticket=mine, author=agent.user, assignee=agent.user)
    for each in (put_off, mine):
        actions.snooze(ticket=each, author=agent.user, until=now + timedelta(hours=5), now=now)
    assert set(listed(agent, "?view=snoozed")) == {put_off, mine}
    for view in ("", "?view=waiting", "?view=unassigned"):
        assert listed(agent, view) == [ticket]
    assert listed(agent, "?view=mine") == []


def test_teams_with_tickets_have_a_view_for_their_members(agent):
    team, other = Group.objects.create(name="Billing"), Group.objects.create(name="Login")
    theirs = open_ticket()
    actions.set_team(ticket=theirs, author=agent.user, team=team)
    actions.set_team(ticket=open_ticket(), author=agent.user, team=other)
    assert "My team" not in agent.get(LIST).content.decode()
    agent.user.groups.add(team)
    [tab] = [tab for tab in agent.get(LIST).context["tabs"] if tab.name == f"team-{team.pk}"]
    assert (str(tab.words), tab.count) == ("My team", 1)
    assert listed(agent, f"?view=team-{team.pk}") == [theirs]
    agent.user.groups.add(other)
    assert [tab.words for tab in agent.get(LIST).context["tabs"] if tab.name.startswith("team")] == ["Billing", "Login"]


@pytest.mark.parametrize("name", ["team-", "team-x", "team-99999999999", "nonsense", "reports", "%00"])
def test_a_view_that_is_none_or_not_theirs_is_the_open_tickets(agent, ticket, name):
    report = open_ticket(rule="compliance", reason="compliance", topic_kind="compliance")
    assert report not in listed(agent, f"?view={name}")
    assert listed(agent, f"?view={name}") == [ticket]


def test_the_view_and_the_place_in_the_desk_are_marked_unless_a_search_looks_everywhere(agent, ticket):
    def marked(query):
        return [tab.name for tab in agent.get(LIST + query).context["tabs"] if tab.chosen]

    assert (marked(""), marked("?view=mine"), marked("?q=x"), marked("?q=x&view=all")) == ([""], ["mine"], [], ["all"])
    assert f'<a href="{LIST}" aria-current="page">Tickets</a>' in agent.get(LIST).content.decode()
    ticket_page = agent.get(f"{LIST}{ticket.reference}/change/").content.decode()
    assert f'<a href="{LIST}" aria-current="true">Tickets</a>' in ticket_page


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        *[("newest", [2, 1, 0]), ("oldest", [0, 1, 2]), ("updated", [0, 2, 1]), ("quiet", [1, 2, 0])],
        *[("priority", [0, 1, 2]), ("x", [0, 1, 2])],
    ],
)
def test_the_list_is_put_in_the_order_that_was_asked_for(agent, sort, order):
    now = timezone.now()
    made = [open_ticket(now=now - timedelta(days=3 - number)) for number in range(3)]
    actions.set_priority(ticket=made[0], author=agent.user, priority=Ticket.Priority.URGENT)
    assert listed(agent, f"?sort={sort}") == [made[number] for number in order]
    page = agent.get(f"{LIST}?sort={sort}&locale=en").context["cl"]
    assert ("sort", sort) in page.hidden_fields
    assert page.sorts.chosen == ([] if sort == "x" else [page.sorts.choices[1 + [*SORTS].index(sort)].words])


def test_the_most_urgent_come_first_in_the_views_order(agent):
    now = timezone.now()
    made = [open_ticket(now=now - timedelta(days=3 - number)) for number in range(4)]
    for number in (2, 3):
        actions.set_priority(ticket=made[number], author=agent.user, priority=Ticket.Priority.HIGH)
    assert listed(agent, "?sort=priority") == [made[number] for number in (2, 3, 0, 1)]
    assert listed(agent, "?sort=priority&view=all") == [made[number] for number in (3, 2, 1, 0)]
    assert listed(agent, f"?sort=priority&after={made[3].pk}") == [made[0], made[1]]


def test_a_heading_sorts_and_turns_the_order_round(agent, ticket):
    agent.post(f"{LIST}columns/", {"column": ["updated", "priority", "team", "sla"], "query": ""})

    def heading(query, name):
        page = agent.get(f"{LIST}?{query}").content.decode()
        return re.search(rf'<th scope="col" class="cell-{name}"([^>]*)>(?:<a href="([^"]*)">)?', page).groups()

    assert heading("locale=en", "updated") == ("", "?locale=en&amp;sort=updated")
    assert heading("sort=updated", "updated") == (' aria-sort="descending"', "?sort=quiet")
    assert heading("sort=quiet", "updated") == (' aria-sort="ascending"', "?sort=updated")
    assert heading("sort=priority&p=2", "priority")[0] == ' aria-sort="descending"'
    assert heading("sort=updated", "team") == ("", None)


def test_who_wrote_is_no_beginning_in_japanese(agent, ticket):
    heads = re.findall(r"<th[^>]*>([^<]*)</th>", agent.get(LIST, headers={"Accept-Language": "ja"}).content.decode())
    assert "差出人" in heads
    assert "開始" not in heads


def test_plan_and_product_are_columns_too(agent, ticket):
    agent.post(f"{LIST}columns/", {"column": ["plan", "product"], "query": ""})
    open_ticket(identity={"plan": "<b>", "product": "other"})
    page = agent.get(LIST).content.decode()
    assert '<td class="cell-plan">Pro</td><td class="cell-product">Claude</td>' in page
    assert '<td class="cell-plan">&lt;b&gt;</td><td class="cell-product">other</td>' in page


def test_a_row_says_what_the_person_wrote_last(agent, ticket):
    actions.add_customer_message(ticket=ticket, body="It is\n still <b>gone</b>.", channel=Message.Channel.MESSENGER)
    actions.reply(ticket=ticket, author=agent.user, body="We look at it.")
    page = agent.get(LIST).content.decode()
    assert "It is still &lt;b&gt;gone&lt;/b&gt;." in page
    assert "We look at it." not in page


@pytest.mark.parametrize(
    ("subject", "said", "rest"),
    [
        ("Billing: I was charged twice for", "I was charged twice for the same month.", "the same month."),
        ("Billing: I was charged…", "I was charged twice", "twice"),
        ("解約: 解約したいです。", "解約したいです。先月から", "先月から"),
        ("The button", "Where is it?", "Where is it?"),
        ("Refund", "Refund", ""),
        ("", "Hello", "Hello"),
        ("Hello", "", ""),
    ],
)
def test_what_the_subject_says_already_is_not_said_again(subject, said, rest):
    assert listing.beside(subject, said) == rest


@pytest.mark.parametrize(
    ("subject", "topic", "rest"),
    [
        ("Billing: Twice", "Billing", "Twice"),
        ("解約：いつ", "解約", "いつ"),
        ("Billing", "Billing", "Billing"),
        ("A: b", "", "A: b"),
    ],
)
def test_a_topic_that_has_a_column_is_not_said_in_the_subject(subject, topic, rest):
    assert without_topic(subject, topic) == rest


def test_an_empty_view_is_said_kindly_and_with_a_way_on(agent, ticket):
    page = agent.get(f"{LIST}?view=mine").content.decode()
    assert "Nothing is yours right now." in page
    page = agent.get(f"{LIST}?view=mine&locale=ja").content.decode()
    assert "No ticket is like that." in page
    assert 'href="?view=all&amp;locale=ja"' in page
    assert 'href="?view=mine">Clear all filters' in page


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
    assert '<span class="queue-topic">Plans and cancellation</span>' in page
    assert "プランの変更・解約" not in page
    assert page.count(">Plans and cancellation</a>") == 1  # the filter's
    assert 'aria-label="Without Topic: Plans and cancellation"' in page


def test_a_wrong_filter_is_no_error(agent, ticket):
    assert listed(agent, "?assignee=x&team=x&view=nonsense") == [ticket]


def test_the_number_of_queries_does_not_grow_with_the_list(agent):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert agent.get(LIST).status_code == 200
        return len(captured)

    topic = Topic.objects.create(slug="plans")
    TopicText.objects.create(topic=topic, locale="en", label="Plans")
    open_ticket()
    few = queries()
    for number in range(12):
        ticket = open_ticket(requester_email=f"p{number}@example.com", topic="plans")
        actions.assign(ticket=ticket, author=agent.user, assignee=cast.staff(name=f"s{number}"))
    assert queries() == few
    assert few <= 22


def test_the_page_needs_no_inline_code_and_says_so(agent, ticket):
    response = agent.get(LIST)
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    page = response.content.decode()
    assert "<style" not in page
    assert 'style="' not in page
    assert "onclick" not in page
