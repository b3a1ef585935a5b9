"""What is typed into the search, taken apart, and what each key finds."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.staff.settings_actions import change_settings
from tests import cast
from tests.tickets.conftest import open_ticket
from tickets import actions, finding
from tickets.actions import tagging
from tickets.models import Tag, Ticket, Topic, TopicText
from tickets.search_words import KEYS, Asked, parse

LIST = "/admin/tickets/ticket/"


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("invoice late", Asked("invoice late")),
        ("from:marta", Asked(conditions=(("from", "marta"),))),
        ("FROM：marta refund", Asked("refund", conditions=(("from", "marta"),))),
        ('"gold button" x', Asked("x", ("gold button",))),
        ("「請求書 の」 “a b”", Asked("", ("請求書 の", "a b"))),
        ('status:"on hold"', Asked(conditions=(("status", "on hold"),))),
        ("status: open", Asked("open", conditions=(("status", ""),))),
        ("status:open status:new", Asked(conditions=(("status", "open"), ("status", "new")))),
        ("Error: 401", Asked("Error: 401")),
        ("https://claude.ai/x 12:30", Asked("https://claude.ai/x 12:30")),
        ("form:marta", Asked("form:marta", meant=(("form", "from"),))),
        ("topci:billing", Asked("topci:billing", meant=(("topci", "topic"),))),
        ("to:", Asked(conditions=(("to", ""),))),
        ('"unclosed quote', Asked("unclosed quote")),
        ('""', Asked()),
        ("HC-7K3M-9Q2X", Asked("HC-7K3M-9Q2X")),
        ("   ", Asked()),
    ],
)
def test_the_search_is_taken_apart(typed, asked):
    assert parse(typed) == asked


def test_what_must_stand_there_is_the_words_and_the_phrases():
    assert parse('late "gold button" status:open').text == "late gold button"


@given(st.text(max_size=80))
def test_anything_can_be_typed(typed):
    asked = parse(typed)
    assert all(key in KEYS for key, _value in asked.conditions)
    assert parse(typed) == asked


@pytest.mark.parametrize("key", KEYS)
def test_the_example_of_a_key_is_one(key):
    assert [found for found, _value in parse(KEYS[key]).conditions] == [key]


def listed(browser, typed, **more):
    page = browser.get(LIST, {"q": typed, **more})
    return {ticket.pk for ticket in page.context["cl"].result_list}, [str(each) for each in page.context["messages"]]


@pytest.fixture
def tickets(agent):
    """One that every key of the test finds, and one that none does."""
    team = Group.objects.create(name="Billing team")
    topic = Topic.objects.create(slug="plans", team=team)
    TopicText.objects.create(topic=topic, locale="en", label="Plans and cancellation")
    TopicText.objects.create(topic=topic, locale="ja", label="プランの変更・解約")
    Topic.objects.create(slug="other-plans")
    wanted = open_ticket(
        requester_email="Marta@mail.example", topic="plans", locale="ja", body="The gold  button\nis gold"
    )
    open_ticket(body="The button is gold")
    actions.set_priority(ticket=wanted, author=agent.user, priority=Ticket.Priority.URGENT)
    actions.assign(ticket=wanted, author=agent.user, assignee=agent.user)
    actions.add_note(ticket=wanted, author=agent.user, body="Blue moon")
    Tag.objects.create(name="refund")
    tagging.tag(ticket=wanted, author=agent.user, name="refund")
    actions.reply(ticket=wanted, author=agent.user, body="It is on its way.")
    return wanted


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        *("from:marta", "from:MARTA@mail.example", "from:marta gold", 'from:marta "is gold"', "to:marta@"),
        *("topic:plans", "topic:解約", 'topic:"plans and cancellation"', "topic:cancel"),
        *("assignee:me", "assignee:agent", "team:billing", 'team:"billing team"', "status:pending", "status:PEND"),
        *(
            "tag:refund",
            "tag:REF",
            "priority:urgent",
            "language:ja",
            "language:日本語",
            '"gold  button"',
            '"blue MOON"',
            "blue status:pending",
        ),
        "from:marta to:marta topic:plans assignee:me status:pending language:ja way",
    ],
)
def test_each_key_finds_its_ticket(agent, tickets, typed):
    assert listed(agent, typed) == ({tickets.pk}, [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        "from:marta assignee:nobody",
        "to:nobody@",
        '"gold button"',
        "from:marta xyzzy",
        'from:marta "gold is"',
        "from:marta …",
        "from:nobody-of-this-name",
    ],
)
def test_what_doesnt_all_fit_finds_nothing(agent, tickets, typed):
    assert listed(agent, typed) == (set(), [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("status:banana", "“status:” doesn’t know “banana”. It knows: New, Open, Pending, On hold, Solved, Closed."),
        ("topic:plan", "“topic:plan” could be each of these: "),
        ("status:", "“status:” wants something right after it, as in “status:open”."),
        ("from:m", "“from:” wants something right after it, as in “from:marta@example.com”."),
        ("created:soon", "“created:” wants days, not “soon”. For example: created:2026-11, "),
        ("updated:2026-13", "“updated:” wants days, not “2026-13”"),
        ("created:", "“created:” wants days"),
        ("team:nowhere", "“team:” doesn’t know “nowhere”."),
        ("assignee:zoe", "“assignee:” doesn’t know “zoe”."),
    ],
)
def test_a_condition_that_means_nothing_finds_nothing_and_says_why(agent, tickets, typed, words):
    found, told = listed(agent, typed)
    assert found == set()
    assert told[0].startswith(words)


@pytest.mark.django_db
def test_a_slip_in_a_key_is_searched_as_text_and_told(agent, tickets):
    found, told = listed(agent, "form:marta")
    assert "<code>from:marta@example.com</code>" in agent.get(LIST, {"q": "form:marta"}).content.decode()
    assert told == ["“form:” was searched as text. Did you mean “from:marta@example.com”?"]
    assert found == set()


@pytest.mark.django_db
def test_a_search_within_a_view_stays_there(agent, tickets):
    assert listed(agent, "from:marta", view="unassigned")[0] == set()
    assert listed(agent, "from:marta", view="mine")[0] == {tickets.pk}


@pytest.mark.django_db
def test_a_report_is_found_by_no_key_for_who_doesnt_see_it(agent):
    report = open_ticket(
        rule="compliance", reason="compliance", topic_kind="compliance", requester_email="ana@example.com"
    )
    for typed in ("from:ana", '"cancel button"', "status:new"):
        assert listed(agent, typed)[0] == set()
    officer = cast.staff_browser(name="noor", groups=("compliance",))
    assert listed(officer, "from:ana status:new")[0] == {report.pk}


@pytest.mark.django_db
@pytest.mark.parametrize("sign", ["%", "_", "\\", "' OR 1=1"])
def test_signs_of_the_database_mean_nothing_in_a_phrase(sign):
    ticket = open_ticket(body="plain words")
    assert finding.with_phrase([ticket.pk], f"plain{sign}words") == []
    assert finding.with_phrase([ticket.pk], "plain words") == [ticket.pk]
    assert finding.with_phrase([], "plain") == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        *[("created:2025-03", "ab"), ("created:2025-03-30", "b"), ("created:2025-03..2025-04", "abc")],
        *[("created:..2025-03-29", "a"), ("created:2025-04-01..", "c"), ("created:2024", "")],
        *[("updated:2025-05-02", "b"), ("created:2025-03 updated:2025-05-01", "a")],
    ],
)
def test_a_time_is_of_whole_days_in_the_readers_zone(agent, typed, wanted):
    """Midnight of Tokyo is three in the afternoon of the day before in Greenwich."""
    change_settings(user=agent.user, time_zone="Asia/Tokyo")
    times = {
        "a": ("2025-03-29 14:59:59", "2025-04-30 15:00"),
        "b": ("2025-03-29 15:00", "2025-05-01 15:00"),
        "c": ("2025-04-15 12:00", "2025-06-01 12:00"),
    }
    keys = {}
    for name, (created, updated) in times.items():
        at = {"created_at": created, "updated_at": updated}
        at = {field: datetime.fromisoformat(f"{time}+00:00") for field, time in at.items()}
        keys[name] = open_ticket().pk
        Ticket.objects.filter(pk=keys[name]).update(**at)
    assert listed(agent, typed, view="all") == ({keys[name] for name in wanted}, [])


@pytest.mark.django_db
def test_somebody_is_found_by_their_name(agent):
    wanted = open_ticket(requester_name="Marta De Rossi", requester_email="m@mail.example", body="Hello")
    open_ticket(requester_name="Ben Rosso", requester_email="b@mail.example", body="I know Rossi, and Marta too")
    for typed in ("from:rossi", 'from:"marta rossi"', "from:MARTA hello", "from:De"):
        assert listed(agent, typed) == ({wanted.pk}, []), typed
    assert listed(agent, "from:rossi hullo") == (set(), [])


def in_order(agent, query):
    return [row.pk for row in agent.get(f"{LIST}?{query}").context["cl"].result_list]


@pytest.mark.django_db
def test_what_has_the_words_in_its_subject_or_is_by_somebody_of_that_name_comes_first(agent):
    now = timezone.now()
    said = [
        {"body": "A word on the gold button"},
        {"subject": "The gold button is gone", "body": "It is."},
        {"requester_name": "Gold Button", "body": "Hello"},
        {"body": "Once more: the gold button"},
    ]
    keys = [open_ticket(**each, now=now - timedelta(minutes=9 - place)).pk for place, each in enumerate(said)]
    ranked = [keys[place] for place in (2, 1, 3, 0)]
    assert in_order(agent, "q=gold+button") == ranked
    # An order that somebody chose holds, and where nothing is looked for by words, the view's.
    assert in_order(agent, "q=gold+button&sort=oldest") == keys
    assert in_order(agent, "q=status:new") == keys[::-1]
    assert in_order(agent, f"q=gold+button&after={keys[0]}") == ranked
    page = agent.get(f"{LIST}?q=gold+button")
    assert page.context["cl"].sorts.choices[0].words == "Best match first"
    # From ticket to ticket it is the same.
    address = f"{LIST}{Ticket.objects.get(pk=keys[1]).reference}/change/?list=q%3Dgold%2Bbutton"
    context = agent.get(address).context
    around = [Ticket.objects.get(reference=context[name]).pk for name in ("preceding", "following")]
    assert around == [keys[2], keys[3]]
    elsewhere = agent.get(f"{LIST}{open_ticket(body='Else').reference}/change/?list=q%3Dgold%2Bbutton").context
    assert Ticket.objects.get(reference=elsewhere["following"]).pk == ranked[0]
