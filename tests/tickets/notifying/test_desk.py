"""What staff are told, in the desk: the bell, the list, their mentions, and their choices."""

import pytest
from django.utils import timezone

from tests import cast
from tests.tickets.conftest import open_ticket
from tickets import actions as ticket_actions
from tickets.models import Notification, NotificationChoice
from tickets.notifying import actions
from tickets.notifying.kinds import Kind

HERE = "/admin/tickets/ticket/"
LIST, MENTIONS, CHOICES = (f"{HERE}{each}/" for each in ("notifications", "mentions", "notifications/choices"))


@pytest.fixture
def bo(db) -> cast.Browser:
    return cast.staff_browser(name="bo")


def text(browser, address: str) -> str:
    return browser.get(address).content.decode()


def test_the_bell_counts_until_the_ticket_is_opened(ticket, aki, bo):
    assert "data-unread" not in text(bo, f"{HERE}notifications/bell/")
    ticket_actions.add_note(ticket=ticket, author=aki, body="@bo please")
    assert "1 unread" in text(bo, LIST)
    assert "aki mentioned you" in text(bo, LIST)
    page = text(bo, f"{HERE}{ticket.reference}/change/")
    assert "1 unread" not in page
    assert 'id="bell"' in page
    assert "data-unread" not in text(bo, LIST)


def test_opening_one_ticket_reads_nothing_of_another_nor_of_a_colleague(ticket, aki, bo):
    other = open_ticket()
    for each in (ticket, other):
        ticket_actions.add_note(ticket=each, author=aki, body="@bo please")
    cast.staff_browser(name="cy").get(f"{HERE}{ticket.reference}/change/")
    bo.get(f"{HERE}{ticket.reference}/change/")
    assert list(Notification.objects.unread().values_list("ticket", flat=True)) == [other.pk]


def test_all_can_be_marked_as_read_at_once_by_post_alone(ticket, aki, bo):
    actions.tell(kind=Kind.ASSIGNED, person=bo.user, ticket=ticket, by=aki, now=timezone.now())
    assert bo.get(f"{LIST}read/").status_code == 405
    assert "Mark all as read" in text(bo, LIST)
    assert bo.post(f"{LIST}read/").status_code == 302
    assert "Mark all as read" not in text(bo, LIST)


def test_mentions_are_a_view_of_what_one_hasnt_looked_at_since(ticket, aki, bo):
    other, left = open_ticket(subject="The later one"), open_ticket()
    for each, words in ((ticket, "first"), (left, "left"), (other, "second"), (ticket, "again")):
        ticket_actions.add_note(ticket=each, author=aki, body=f"@bo {words}")
    bo.get(f"{HERE}{left.reference}/change/")
    tab = next(tab for tab in bo.get(HERE).context["tabs"] if tab.words == "Mentions")
    assert (tab.count, tab.address, tab.place) == (2, "?view=mentioned", "later")
    page = bo.get(f"{HERE}{tab.address}")
    # Who was named last comes first, with what was asked of them there.
    assert list(page.context["cl"].result_list) == [ticket, other]
    assert [row.said for row in page.context["cl"].rows] == ["aki: @bo again", "aki: @bo second"]
    # From one to the next, and each is read by that.
    following = bo.get(f"{HERE}{ticket.reference}/change/?list=view%3Dmentioned").context["following"]
    assert following == other.reference
    assert list(bo.get(f"{HERE}{tab.address}").context["cl"].result_list) == [other]
    assert bo.get(MENTIONS)["Location"] == f"{HERE}?view=mentioned"


def test_nobodys_mentions_are_anothers(ticket, aki, bo):
    ticket_actions.add_note(ticket=ticket, author=aki, body="@bo please")
    cy = cast.staff_browser(name="cy")
    assert list(cy.get(f"{HERE}?view=mentioned").context["cl"].result_list) == []
    assert "No note that mentions you is unread." in text(cy, f"{HERE}?view=mentioned")


def test_a_report_that_is_not_theirs_any_more_stands_nowhere(ticket, aki, bo):
    ticket_actions.add_note(ticket=ticket, author=aki, body="@bo please")
    type(ticket).objects.filter(pk=ticket.pk).update(rule="compliance")
    for address in (LIST, f"{HERE}?view=mentioned"):
        assert ticket.reference not in text(bo, address)
    assert "unread" not in text(bo, f"{HERE}notifications/bell/").replace("data-hx", "")


def test_each_kind_is_switched_for_oneself(bo):
    page = text(bo, CHOICES)
    assert page.count('type="radio"') == 24
    wanted = {"assigned": "off", "mentioned": "mail", "escalated": "desk", "due_soon": "desk", "overdue": "both"}
    wanted |= {"mail_failed": "both"}
    assert bo.post(CHOICES, wanted).status_code == 302
    assert dict(NotificationChoice.objects.filter(person=bo.user).values_list("kind", "way")) == wanted
    assert bo.post(CHOICES, wanted | {"overdue": "mail"}).status_code == 302
    assert NotificationChoice.objects.get(person=bo.user, kind="overdue").way == "mail"


def test_a_choice_that_is_none_changes_nothing(bo):
    wanted = {"assigned": "off", "mentioned": "loudly", "escalated": "desk", "due_soon": "desk", "overdue": "both"}
    assert bo.post(CHOICES, wanted).status_code == 422
    assert not NotificationChoice.objects.exists()


def test_who_has_no_tickets_has_no_bell_and_no_pages(editor):
    assert "desk-bell" not in text(editor, "/admin/")
    assert {editor.get(each).status_code for each in (LIST, MENTIONS, CHOICES)} == {403}


def test_the_list_costs_the_same_however_long_it_is(aki, bo, django_assert_max_num_queries):
    for _number in range(5):
        ticket_actions.assign(ticket=open_ticket(), author=aki, assignee=bo.user)
    with django_assert_max_num_queries(15):
        assert text(bo, LIST).count("gave you a ticket") == 5
