"""Tags and snoozes of several tickets of the queue at once, and taking them back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import cast
from tests.tickets.conftest import open_ticket
from tests.tickets.test_bulk import do, stands, told, undo
from tickets import actions
from tickets.actions import bulk
from tickets.models import BulkMove, Snooze, Tag, Ticket
from tickets.models.tags import tags_of
from tickets.tags import MOST_OF_A_TICKET
from tickets.workflow import Event

pytestmark = pytest.mark.django_db


def tags_on(*tickets):
    return [[tag.name for tag in tags_of(ticket)] for ticket in tickets]


@pytest.fixture
def tagged(agent):
    """Two tickets, of which the first has a tag."""
    made = [open_ticket(), open_ticket()]
    actions.tag(ticket=made[0], author=agent.user, name="refund")
    return made


def test_tags_are_put_on_all_and_taken_back_where_they_were_not(agent, tagged):
    page = do(agent, tagged, "tag", tag="Refund, new-one")
    assert page.context["undo"].words == "2 tickets: tagged “refund, new-one”"
    assert tags_on(*tagged) == [["new-one", "refund"]] * 2
    said = tagged[1].events.order_by("pk").values_list("kind", "author__username", "arguments__tag")
    assert list(said) == [("tagged", "agent", "refund"), ("tagged", "agent", "new-one")]
    assert told(undo(agent)) == ["2 tickets are as before."]
    assert tags_on(*tagged) == [["refund"], []]


def test_tags_are_taken_off_and_put_back(agent, tagged):
    page = do(agent, tagged, "untag", tag="refund unknown")
    assert page.context["undo"].words == "1 ticket: tag “refund, unknown” taken off"
    assert tags_on(*tagged) == [[], []]
    assert told(undo(agent)) == ["1 ticket is as before."]
    assert tags_on(*tagged) == [["refund"], []]
    assert [event.kind for event in tagged[0].events.order_by("pk")] == ["tagged", "untagged", "tagged"]


def test_a_tag_that_was_deleted_meanwhile_does_not_come_back(agent, tagged):
    do(agent, tagged, "untag", tag="refund")
    Tag.objects.all().delete()
    undo(agent)
    assert tags_on(*tagged) == [[], []]


def test_a_ticket_that_is_full_of_tags_keeps_none_of_the_new_ones(agent, tagged):
    for number in range(MOST_OF_A_TICKET - 2):
        actions.tag(ticket=tagged[0], author=agent.user, name=f"t{number}")
    page = do(agent, tagged, "tag", tag="one two")
    assert told(page) == [f"Unchanged: {tagged[0].reference}. A ticket has room for twenty tags."]
    assert tags_on(tagged[1]) == [["one", "two"]]
    assert "one" not in tags_on(tagged[0])[0]
    assert tagged[0].events.count() == MOST_OF_A_TICKET - 1


def test_who_may_make_no_tags_makes_none_of_many_either(tagged):
    few = cast.staff_browser(name="few", groups=())
    rights = ("view_ticket", "change_ticket", "see_all_tickets")
    few.user.user_permissions.add(*cast.Permission.objects.filter(codename__in=rights))
    assert told(do(few, tagged, "tag", tag="refund brand-new")) == ["There is no such tag. Choose one from the list."]
    assert tags_on(*tagged) == [["refund"], []]
    assert do(few, tagged, "tag", tag="refund").context["undo"].words == "1 ticket: tagged “refund”"


@pytest.mark.parametrize(
    ("move", "fields"), [("snooze:tomorrow", {}), ("snooze", {"at": "{at}"}), ("typed", {"at": "{at}"})]
)
def test_several_are_put_off_and_come_back_with_the_wait_that_they_had(agent, move, fields):
    at = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    made = [open_ticket(now=timezone.now() - timedelta(days=days)) for days in (1, 2)]
    before = [stands(ticket) for ticket in made]
    page = do(agent, made, move, **{name: value.format(at=at) for name, value in fields.items()})
    assert page.context["undo"].words.startswith("2 tickets: snoozed until ")
    assert {ticket.snooze.author for ticket in Ticket.objects.all()} == {agent.user}
    assert list(page.context["cl"].result_list) == []
    undo(agent)
    assert [stands(ticket) for ticket in made] == before
    assert not Snooze.objects.exists()


def test_one_that_was_put_off_before_goes_back_to_that_time(agent, ticket):
    now, since = timezone.now(), ticket.waiting_since
    first = now + timedelta(days=9)
    actions.snooze(ticket=ticket, author=agent.user, until=first, now=now)
    do(agent, [ticket], "snooze:tomorrow")
    assert Snooze.objects.get().until < first
    undo(agent)
    row = Snooze.objects.get()
    assert (row.until, row.waited_since, row.ticket.waiting_since) == (first, since, first)


def test_what_is_solved_is_not_put_off_and_no_time_is_none(agent, ticket):
    solved = open_ticket()
    actions.change_status(ticket=solved, author=agent.user, event=Event.SOLVE)
    page = do(agent, [solved, ticket], "snooze:tomorrow")
    assert told(page)[0].startswith(f"Unchanged: {solved.reference}. This ticket is solved or closed")
    assert [row.ticket for row in Snooze.objects.all()] == [ticket]
    for at in ("", "never", "2001-01-01T09:00"):
        told_of = told(do(agent, [ticket], "snooze", at=at))
        assert told_of == ["Choose a time that is still to come, within a year."]


def test_fifty_are_tagged_and_put_off_in_few_queries(aki):
    tickets, counts = [open_ticket() for _each in range(9)], []
    aki.user_permissions.add(cast.Permission.objects.get(codename="add_tag"))
    until = timezone.now() + timedelta(days=1)
    for some in (tickets[:3], tickets):
        for act in (
            lambda some=some: bulk.tag(tickets=some, author=aki, names=[f"a{len(some)}"], now=timezone.now()),
            lambda some=some: bulk.take_back(move=BulkMove.objects.latest("pk"), author=aki, now=timezone.now()),
            lambda some=some: bulk.untag(tickets=some, author=aki, names=[f"a{len(some)}"], now=timezone.now()),
            lambda some=some: bulk.snooze(tickets=some, author=aki, until=until, now=timezone.now()),
            lambda some=some: bulk.take_back(move=BulkMove.objects.latest("pk"), author=aki, now=timezone.now()),
        ):
            with CaptureQueriesContext(connection) as asked:
                act()
            counts.append(len(asked))
    few, many = counts[:5], counts[5:]
    # A savepoint of each, the row, and for a new tag whether an automation waits for it; nothing to read for a ticket.
    assert [(more - less) / 6 for less, more in zip(few, many, strict=True)] <= [4, 1, 3, 3, 1]
