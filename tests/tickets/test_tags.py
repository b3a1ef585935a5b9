"""Tags: how they are spelled, on a ticket, in the queue, and with a macro."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests import cast
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.models import Macro, Tag, Ticket, TicketTag
from tickets.models.tags import has_tag, known_tags, tags_of
from tickets.refusals import TicketRefusedError
from tickets.replies import actions as replies
from tickets.tags import LONGEST, MOST_OF_A_TICKET, tag_name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("refund", "refund"),
        ("  App Store ", "app-store"),
        ("ＲＥＦＵＮＤ", "refund"),
        ("返金・解約", "返金-解約"),
        ("Straße 7", "strasse-7"),
        ("a_b", "a_b"),
        ("--x--", "x"),
        ("e\u0301te\u0301", "été"),
        ("हिन्दी", "हिन्दी"),
        ("<b>x</b>", "b-x-b"),
        ("tag:x", "tag-x"),
        ("!?", ""),
        ("", ""),
        ("\0", ""),
        ("x" * 90, "x" * LONGEST),
        ("x" * 39 + " yz", "x" * 39),
    ],
)
def test_a_tag_is_one_word_in_any_script(typed, name):
    assert tag_name(typed) == name
    assert tag_name(name) == name


@pytest.fixture
def boss(db):
    """Who may make tags."""
    return cast.staff(name="boss", superuser=True)


def put(ticket, author, *names):
    for name in names:
        actions.tag(ticket=ticket, author=author, name=name)


def events(ticket):
    return [(event.kind, event.arguments) for event in ticket.events.all()]


def test_a_tag_is_put_on_and_taken_off_and_stands_on_the_thread_once(ticket, boss):
    put(ticket, boss, "Refund", "refund")
    assert [tag.name for tag in tags_of(ticket)] == ["refund"]
    for _time in range(2):
        actions.untag(ticket=ticket, author=boss, name="refund")
    assert tags_of(ticket) == []
    assert events(ticket) == [("tagged", {"tag": "refund"}), ("untagged", {"tag": "refund"})]


def test_who_may_make_no_tags_uses_those_there_are(ticket, boss):
    watcher = cast.staff(name="watcher", groups=())
    with pytest.raises(TicketRefusedError, match="unknown_tag"):
        put(ticket, watcher, "refund")
    put(open_ticket(), boss, "refund")
    put(ticket, watcher, "refund")
    assert known_tags() == ["refund"]


def test_a_tag_of_nothing_and_one_too_many_are_refused(ticket, boss):
    with pytest.raises(TicketRefusedError, match="no_tag"):
        put(ticket, boss, "?")
    put(ticket, boss, *(f"t{number}" for number in range(MOST_OF_A_TICKET)))
    with pytest.raises(TicketRefusedError, match="too_many_tags"):
        put(ticket, boss, "more")


def test_the_database_keeps_a_tag_once_and_as_one_word(ticket, boss):
    put(ticket, boss, "refund")
    (row,) = TicketTag.objects.all()
    with pytest.raises(IntegrityError, match="tickets_ticket_tag_once"), transaction.atomic():
        TicketTag.objects.create(ticket=ticket, tag=row.tag)
    with pytest.raises(IntegrityError, match="tickets_tag_is_one_word"), transaction.atomic():
        Tag.objects.create(name="two words")


def test_the_tickets_of_a_tag_come_in_the_queues_order(boss):
    now = timezone.now()
    young, old, other = (open_ticket(now=now - timedelta(hours=hours)) for hours in (1, 3, 2))
    put(young, boss, "x", "y"), put(old, boss, "x"), put(other, boss, "y")
    queue = Ticket.objects.longest_waiting_first()
    assert list(queue.filter(has_tag(["x"]))) == [old, young]
    assert list(queue.filter(has_tag(["nobody"]))) == []


def test_a_rare_tag_reads_its_own_tickets_and_a_common_one_the_queue(boss):
    ticket, now = open_ticket(), timezone.now()
    fields = {"locale": "en", "rule": "x", "reason": "x", "subject": "x"}
    Ticket.objects.bulk_create(Ticket(**fields, waiting_since=now, updated_at=now) for _each in range(3000))
    common, rare = Tag.objects.create(name="common"), Tag.objects.create(name="rare")
    numbers = Ticket.objects.values_list("pk", flat=True)
    TicketTag.objects.bulk_create(TicketTag(ticket_id=number, tag=common) for number in numbers)
    TicketTag.objects.create(ticket=ticket, tag=rare)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE tickets_ticket, tickets_tickettag")
    queue = Ticket.objects.open().longest_waiting_first()
    plans = {name: queue.filter(has_tag([name]))[:50].explain() for name in ("common", "rare")}
    assert "tickets_ticket_queue" in plans["common"]
    assert "Seq Scan" not in plans["common"] + plans["rare"]
    assert "tickets_ticket_tag_once" in plans["rare"]


def test_a_macros_tags_are_put_on_and_taken_back_with_the_reply(ticket, boss):
    put(ticket, boss, "old")
    ticket.refresh_from_db()
    macro = Macro.objects.create(name="x")
    macro.tags.add(Tag.objects.get(name="old"), Tag.objects.create(name="refund"))
    message = replies.send_reply(
        ticket=ticket,
        author=boss,
        body="Hello",
        solve=False,
        expected_version=ticket.version,
        macros=[macro],
        wait=timedelta(seconds=10),
        now=timezone.now(),
    )
    assert [tag.name for tag in tags_of(ticket)] == ["old", "refund"]
    replies.take_back(message=message, author=boss, now=timezone.now())
    assert [tag.name for tag in tags_of(ticket)] == ["old"]
    assert [kind for kind, _arguments in events(ticket)] == ["tagged", "reply_taken_back"]


# --- in the desk ---


def post(browser, ticket, verb, **form):
    return browser.post(f"/admin/tickets/ticket/{ticket.reference}/{verb}/", form)


def page(browser, ticket):
    return browser.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()


def test_an_agent_tags_a_ticket_and_finds_it_by_that(agent, ticket):
    other = open_ticket()
    post(agent, ticket, "tag", tag="App Store")
    shown = page(agent, ticket)
    assert 'aria-label="Take the tag app-store off"' in shown
    assert "Tagged “app-store”" in shown
    assert '<option value="app-store">' in page(agent, other)
    found = agent.get("/admin/tickets/ticket/?tag=app-store").context["cl"].result_list
    assert list(found) == [ticket]
    post(agent, ticket, "untag", tag="app-store")
    assert "Take the tag" not in page(agent, ticket)


def test_a_tag_that_is_none_is_refused_on_the_page(agent, ticket):
    answer = post(agent, ticket, "tag", tag="!?")
    assert answer.status_code == 409
    assert "A tag is made of letters and figures." in answer.content.decode()
    assert 'value="!?"' in answer.content.decode()


@pytest.mark.parametrize("query", ["?tag=%00", "?tag=nobody", "?tag=" + "x" * 500])
def test_a_strange_tag_filters_nothing(agent, ticket, query):
    assert list(agent.get(f"/admin/tickets/ticket/{query}").context["cl"].result_list) == [ticket]


@pytest.mark.parametrize("tag", ["", "\0", "x" * 5000])
def test_taking_off_what_is_not_there_changes_nothing(agent, ticket, tag):
    assert post(agent, ticket, "untag", tag=tag).status_code == 302
    assert not ticket.events.exists()


@pytest.mark.parametrize("verb", ["tag", "untag"])
def test_only_who_may_change_a_ticket_tags_it(editor, client, ticket, verb):
    assert post(editor, ticket, verb, tag="x").status_code == 403
    assert post(client, ticket, verb, tag="x")["Location"].startswith("/admin/login/")


def test_leads_see_which_tags_there_are_and_delete_them(lead, ticket, boss):
    put(ticket, boss, "refund")
    tag = Tag.objects.get()
    assert "refund" in lead.get("/admin/tickets/tag/").content.decode()
    assert lead.post(f"/admin/tickets/tag/{tag.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Tag.objects.exists()
    assert tags_of(ticket) == []
