"""The customer's clock on a ticket's page: only where a browser told of it, and where it shows another time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests import cast
from tests.tickets.conftest import open_ticket
from tests.tickets.enterprise_forms import FORM, typed
from tickets import actions
from tickets.cases import with_zone
from tickets.desk.clock import Clock, There, clock_of
from tickets.models import Ticket
from tickets.people.actions import change_requester
from web.zones import zone_of

NOON = datetime(2026, 11, 20, 12, 5, tzinfo=UTC)
TOKYO = {"product": "claude", "time_zone": "Asia/Tokyo"}


def page_of(browser, ticket):
    return browser.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()


@pytest.mark.parametrize("zone", ["", "Asia", "Nowhere/At_all", "../../etc/passwd", "undefined", "x" * 9999])
def test_what_is_no_zone_is_nothing(zone):
    assert zone_of({"zone": zone}) == ""
    assert clock_of(Ticket(identity={"time_zone": zone})) is None


def test_a_zone_by_its_name_of_today_or_of_before():
    for name in ("Asia/Tokyo", "Asia/Calcutta", "UTC"):
        assert zone_of({"zone": name}) == name
    assert zone_of({}) == ""


def test_what_is_known_of_the_person_stays_as_it_is_without_one():
    assert with_zone({"plan": "pro"}, "") == {"plan": "pro"}


@pytest.mark.parametrize(
    ("here", "there", "words"),
    [
        ("UTC", "Asia/Tokyo", "9:05 PM"),
        ("America/New_York", "Asia/Tokyo", "9:05 PM"),
        ("UTC", "Pacific/Auckland", "Nov 21, 2026, 1:05 AM"),
        ("Asia/Seoul", "Asia/Tokyo", ""),
        ("UTC", "Europe/London", ""),
    ],
)
def test_the_time_there_and_the_day_where_it_is_another(here, there, words):
    with timezone.override(ZoneInfo(here)):
        found = Clock(ZoneInfo(there), "").at(NOON)
    assert found == (There(words, there) if words else None)


def test_summer_there_counts_as_it_did_on_that_day():
    assert Clock(ZoneInfo("Europe/London"), "").at(NOON.replace(month=7)).time == "1:05 PM"


def test_the_page_says_it_beside_the_customers_own_words_alone(agent):
    ticket = open_ticket(identity=TOKYO, now=NOON)
    actions.reply(ticket=ticket, author=agent.user, body="Hello.")
    actions.add_customer_message(ticket=ticket, body="Hi!", channel="messenger", author_name="Ben", now=NOON)
    page = page_of(agent, ticket)
    assert page.count(" · 9:05 PM there (Asia/Tokyo)") == 1
    assert page.count("there (Asia/Tokyo)") == 1
    assert page.count("Time there") == 1


def test_where_nobody_knows_nothing_is_said(agent, ticket):
    page = page_of(agent, ticket)
    assert "there (" not in page
    assert "Time there" not in page


def test_another_persons_case_has_another_clock(agent):
    ticket = open_ticket(identity=TOKYO)
    act = {"ticket": ticket, "author": agent.user, "keeps_former": False, "reason": "Colleague", "now": NOON}
    change_requester(**act, name="Hana", email="hanako@example.com")
    assert Ticket.objects.get().identity == TOKYO
    change_requester(**act, name="Ben", email="ben@example.com")
    assert Ticket.objects.get().identity == {"product": "claude"}


def test_a_follow_up_keeps_it(agent):
    ticket = open_ticket(identity=TOKYO)
    Ticket.objects.update(status="closed", waiting_since=None, solved_at=NOON)
    again = actions.add_customer_message(ticket=ticket, body="Again", channel="messenger").ticket
    assert clock_of(again).zone.key == "Asia/Tokyo"


def test_the_enterprise_form_sends_it(db):
    owner = cast.browser(person="enterprise_owner")
    assert b'name="zone"' in owner.get(FORM).content
    owner.post(FORM, typed(zone="Asia/Tokyo"))
    assert Ticket.objects.get().identity["time_zone"] == "Asia/Tokyo"
