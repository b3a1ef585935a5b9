"""Several tickets of the queue become one: asked in the bar, told on a page, done in one go and taken back so."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from tests import cast
from tests.tickets.conftest import open_ticket
from tests.tickets.test_workspace import address, page_of
from tickets import actions
from tickets.merging import actions as merging
from tickets.merging.forms import MOST_TOGETHER
from tickets.models import Merge, Ticket
from tickets.refusals import TicketRefusedError

pytestmark = pytest.mark.django_db
LIST = "/admin/tickets/ticket/"
PAGE = f"{LIST}merge/"


@pytest.fixture
def three(db):
    """Three tickets of one person, the oldest first."""
    now = timezone.now()
    return [open_ticket(body=f"Words {days}", now=now - timedelta(days=days)) for days in (3, 2, 1)]


def asked(tickets, **more):
    return {"ticket": [each.reference for each in tickets], **more}


def do(browser, tickets, keep, **more):
    return browser.post(PAGE, asked(tickets, keep=keep.reference, **more))


def test_the_bar_leads_to_a_page_that_says_what_will_happen_and_nothing_has(agent, three):
    form = {"ticket": [each.pk for each in three], "move": "merge", "place": "view=all&p=1"}
    page = agent.post(f"{LIST}bulk/", form, follow=True)
    html = page.content.decode()
    assert 'value="merge"' in agent.get(LIST).content.decode()
    assert f"2 messages go over to {three[0].reference}" in html
    assert f'href="{LIST}?view=all&amp;p=1"' in html
    assert re.search(rf'value="{three[0].reference}" checked', html)
    assert html.count("is closed. What is answered to it lands on") == 2
    assert not Merge.objects.exists()


def test_another_one_is_kept_where_that_is_chosen(agent, three):
    page = agent.get(PAGE, asked(three, keep=three[2].reference)).content.decode()
    assert f"Merge into {three[2].reference}" in page
    done = do(agent, three, three[2], tell="on")
    assert done["Location"] == f"{address(three[2])}#merged"
    assert f"2 tickets are merged into {three[2].reference}." in page_of(agent, three[2])
    assert [row.status for row in Ticket.objects.order_by("created_at")] == ["closed", "closed", "new"]
    assert {row.body for row in three[2].messages.all()} == {"Words 1", "Words 2", "Words 3"}
    assert three[2].emails.filter(kind="notice").count() == 2
    entry = AuditEntry.objects.get(kind="bulk_merge")
    assert entry.details["tickets"] == [each.reference for each in three[:2]]


def test_people_of_two_customers_take_a_tick(agent, three):
    bens = open_ticket(requester_email="ben@example.com", requester_name="Ben")
    page = agent.get(PAGE, asked([*three, bens])).content.decode()
    assert "These are different people." in page
    assert "Nobody has shown yet that they read mail at ben@example.com" in page
    assert "they read mail at hanako" not in page
    refused = do(agent, [*three, bens], three[0], tell="on")
    assert (refused.status_code, Merge.objects.count()) == (409, 0)
    assert 'name="tell" value="on" checked' in refused.content.decode()
    assert do(agent, [*three, bens], three[0], confirmed="on").status_code == 302
    assert Merge.objects.count() == 3


def test_one_that_cant_go_stays_out_and_is_named(agent, three):
    actions.hold(ticket=three[1], author=agent.user, held=True)
    page = agent.get(PAGE, asked(three)).content.decode()
    assert f"{three[1].reference} stays as it is. This ticket is under a legal hold" in page
    posted = page.split('method="post" action="/admin/tickets/ticket/merge/"')[1]
    assert three[2].reference in posted
    assert f'value="{three[1].reference}"' not in posted


def test_all_of_it_or_nothing(agent, three):
    """What was held since the page was looked at holds the others as well."""
    actions.hold(ticket=three[2], author=agent.user, held=True)
    refused = do(agent, three, three[0])
    assert (refused.status_code, Merge.objects.count()) == (409, 0)
    assert Ticket.objects.filter(status="closed").count() == 0


def test_a_second_click_and_the_back_button_are_told_that_it_is_done(agent, three):
    do(agent, three, three[0])
    again = do(agent, three, three[0])
    assert (again.status_code, Merge.objects.count()) == (302, 2)
    assert f"That was merged into {three[0].reference} before." in page_of(agent, three[0])
    looked = agent.get(PAGE, asked(three)).content.decode()
    assert "primary" not in looked.split("What will happen")[1]


def test_they_come_back_together_or_the_newest_alone(agent, three):
    do(agent, three, three[0])
    assert "Undo all 2 merges" in page_of(agent, three[0])
    newest = Merge.objects.latest("pk")
    undone = agent.post(address(three[0], "unmerge-all"), {"merge": newest.pk}, follow=True)
    assert "2 merges are taken back." in undone.content.decode()
    assert [row.messages.count() for row in three] == [1, 1, 1]
    do(agent, three, three[0])
    agent.post(address(three[0], "unmerge"), {"merge": Merge.objects.latest("pk").pk})
    assert [row.messages.count() for row in three] == [2, 0, 1]
    assert "Undo all" not in page_of(agent, three[0])


def test_together_they_stay_where_one_can_not_come_back(agent, three):
    do(agent, three, three[0])
    made = list(Merge.objects.order_by("pk"))
    actions.hold(ticket=three[1], author=agent.user, held=True)
    with pytest.raises(TicketRefusedError, match="unmerge_held"):
        merging.undo_together(merge=made[1], author=agent.user, now=timezone.now())
    assert Merge.objects.standing().count() == 2
    refused = agent.post(address(three[0], "unmerge-all"), {"merge": made[0].pk})
    assert (refused.status_code, "under a legal hold" in refused.content.decode()) == (409, True)


@pytest.mark.parametrize("tickets", [0, 1])
def test_fewer_than_two_lead_back_to_the_list(agent, three, tickets):
    page = agent.get(PAGE, asked(three[:tickets], place="view=all"), follow=True)
    assert page.redirect_chain == [(f"{LIST}?view=all", 302)]
    assert "Select two tickets or more" in page.content.decode()


def test_too_many_are_not_read(agent, three):
    many = [f"HC-2222-22{a}{b}" for a in "23456" for b in "23456"][: MOST_TOGETHER + 1]
    assert "at most 20" in agent.get(PAGE, {"ticket": many}, follow=True).content.decode()


def test_what_a_reader_may_not_see_is_neither_named_nor_merged(agent, three):
    report = open_ticket(rule="compliance", topic_kind="compliance", subject="Hidden")
    page = agent.get(PAGE, asked([*three, report])).content.decode()
    assert report.reference not in page
    refused = do(agent, [*three, report], three[0])
    assert (refused.status_code, Merge.objects.count()) == (409, 0)
    # Nor does another one take its place as the one that is kept.
    assert do(agent, three, report).status_code == 409
    assert not Merge.objects.exists()


def test_who_may_only_read_merges_nothing(three):
    reader = cast.staff_browser(name="rita", groups=("readers",))
    assert reader.get(PAGE, asked(three)).status_code == do(reader, three, three[0]).status_code == 403
