"""Lists of the admin that read no more than they show, on the desk's tickets."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import cast
from tests.tickets.conftest import mail, open_ticket, receive
from tickets import actions
from tickets.desk.queue import TicketAdmin
from tickets.models import IncomingEmail, OutgoingEmail, Ticket
from tickets.models.tags import has_tag
from web import lists

pytestmark = pytest.mark.django_db
LIST = "/admin/tickets/ticket/"


@pytest.fixture
def short(monkeypatch):
    """Lists that count to four, and bulk actions that take two."""
    monkeypatch.setattr(lists, "MOST_COUNTED", 4)
    monkeypatch.setattr(TicketAdmin, "list_per_page", 2)
    for name in ("bulk.MOST_AT_ONCE", "site.MOST_AT_ONCE", "selection.AT_ONCE"):
        monkeypatch.setattr(f"tickets.desk.{name}", 2)


def some_tickets(count=6):
    """The oldest first; every second one waits for the customer, not for us."""
    now = timezone.now()
    made = [open_ticket(now=now - timedelta(hours=count - number)) for number in range(count)]
    for ticket in made[::2]:
        ticket.waiting_since, ticket.status = None, "pending"
        ticket.save()
    return made


@pytest.mark.parametrize(
    "order", [Ticket.QUEUE_ORDER, Ticket.LATEST_FIRST, ["-waiting_since", "-id"], ["waiting_since", "id"], ["id"]]
)
def test_what_comes_after_a_row_is_the_rest_of_the_list(order):
    some_tickets()
    rows = list(Ticket.objects.order_by(*order))
    for place, row in enumerate(rows):
        assert list(Ticket.objects.filter(lists.after(row, order)).order_by(*order)) == rows[place + 1 :]


@pytest.mark.parametrize(("count", "words"), [(0, "0"), (1_000, "1,000"), (1_001, "1,000+")])
def test_a_count_says_when_it_went_no_further(count, words):
    assert lists.shown_count(count) == words


def test_counts_of_several_lists_are_those_of_each(short):
    some_tickets(5)
    rows = Ticket.objects.order_by("pk")
    each = [rows, rows.filter(status="pending"), rows.none(), rows.filter(pk__in=[])]
    assert lists.counted_together(each) == [5, 3, 0, 0]
    assert lists.counted_together([]) == []


def test_rows_that_others_lead_to_are_counted_in_no_order(short):
    boss = cast.staff(superuser=True)
    for ticket in some_tickets(5):
        actions.tag(ticket=ticket, author=boss, name="billing")
    rows, tagged = Ticket.objects.order_by("-updated_at"), has_tag(["billing"])
    with CaptureQueriesContext(connection) as asked:
        counts = [lists.counted(each) for each in (rows, rows.filter(tagged), rows.filter(~tagged))]
    assert counts == [5, 5, 0]
    assert ["ORDER BY" in each["sql"] for each in asked.captured_queries] == [True, False, False]


def test_a_list_counts_only_so_far_and_goes_on_by_key(agent, short):
    some_tickets()
    shown = list(agent.get(LIST).context["cl"].result_list)
    page = agent.get(f"{LIST}?p=2")
    rows = page.context["cl"]
    assert rows.result_count == 4
    assert "4+ tickets" in page.content.decode()
    assert "4+" in [tab.shown for tab in page.context["tabs"]]
    following = agent.get(LIST + rows.goes_on).context["cl"]
    assert [*shown, *rows.result_list, *following.result_list] == list(Ticket.objects.longest_waiting_first())
    assert following.goes_on == ""


def test_another_filter_begins_the_list_anew(agent, short):
    first = some_tickets()[0]
    rows = agent.get(f"{LIST}?after={first.pk}&view=all").context["cl"]
    assert rows.get_query_string({"locale": "ja"}) == "?locale=ja&view=all"
    assert f"after={first.pk}" in rows.get_query_string({"p": 2})


def test_a_later_stretch_of_a_list_has_a_way_to_its_beginning(agent, short):
    first = some_tickets()[0]
    page = agent.get(f"{LIST}?after={first.pk}&view=all")
    assert page.context["cl"].begins == "?view=all"
    assert '<a href="?view=all" class="showall">Back to the beginning</a>' in page.content.decode()
    assert agent.get(LIST).context["cl"].begins == ""


@pytest.mark.parametrize("key", ["x", "", "-1", "9" * 30, "999999"])
def test_a_key_of_nothing_is_the_whole_list(agent, key):
    ticket = open_ticket()
    assert list(agent.get(f"{LIST}?after={key}").context["cl"].result_list) == [ticket]


def test_counting_every_filters_choices_is_not_offered(agent):
    open_ticket()
    assert not agent.get(f"{LIST}?_facets=1").context["cl"].add_facets


def test_a_bulk_change_of_mail_takes_the_first_so_many_and_says_that_there_are_more(agent, short, settings):
    settings.ANSWER_NEW_MAIL = False
    for number in range(3):
        receive(mail(mail_id=f"<{number}@mail.example>"))
    keys = list(IncomingEmail.objects.values_list("pk", flat=True))
    chosen = {"action": "discard", "select_across": "1", "_selected_action": keys}
    page = agent.post("/admin/tickets/incomingemail/", chosen, follow=True)
    assert "the first 2 of the selection" in page.content.decode()
    assert IncomingEmail.objects.quarantined().count() == 1


def test_sending_again_takes_the_first_so_many_too(agent, short):
    some_tickets(3)
    OutgoingEmail.objects.update(status="failed")
    keys = list(OutgoingEmail.objects.values_list("pk", flat=True))
    chosen = {"action": "send_again", "select_across": "1", "_selected_action": keys}
    page = agent.post("/admin/tickets/outgoingemail/", chosen, follow=True)
    assert "the first 2 of the selection" in page.content.decode()
    assert OutgoingEmail.objects.filter(status="failed").count() == 1
