"""The screen in the room: how the desk is right now, without a customer's name, by a fixed number of queries."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from tests import cast
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.models import DayFigures
from tickets.reporting.forms import today

WALL = "/admin/tickets/dayfigures/wall/"
PART = {"HX-Request": "true"}
pytestmark = pytest.mark.django_db


def shown(browser: cast.Browser) -> dict[str, str]:
    page = browser.get(WALL, headers=PART).content.decode()
    return dict(re.findall(r"<dt>([^<]+)</dt><dd><strong(?: data-long)?>([^<]+)", page))


def test_it_shows_how_the_desk_stands(aki: User) -> None:
    now = timezone.now()
    open_ticket(now=now - timedelta(hours=50))
    open_ticket(now=now - timedelta(hours=2))
    done = open_ticket(now=now - timedelta(minutes=20))
    actions.reply(ticket=done, author=aki, body="Done.", solve=True, now=now)
    DayFigures.objects.create(day=today(), locale="en", rated_good=9, rated_bad=3)
    DayFigures.objects.create(day=today() - timedelta(days=28), locale="en", rated_bad=1000)
    assert shown(cast.staff_browser()) == {
        "Waiting for us": "2",
        "Longest waiting": "2 d 2 h",
        "Waiting over a day": "1",
        "Solved today": "1",
        "First response today": "20 min",
        "Satisfied": "75%",
    }
    # So many letters take a smaller size, as the field would cut them.
    page = cast.staff_browser().get(WALL).content.decode()
    assert re.findall("data-long>([^<]+)", page) == ["2 d 2 h", "20 min"]


def test_with_nothing_to_do_it_is_calm() -> None:
    browser = cast.staff_browser()
    assert list(shown(browser).values()) == ["0", "–", "0", "0", "–", "–"]
    assert 'data-tone="bad"' not in browser.get(WALL).content.decode()


def test_it_names_no_customer_and_knows_nothing_of_reports_under_the_law(aki: User) -> None:
    open_ticket(requester_name="Hanako", now=timezone.now() - timedelta(hours=30))
    report = open_ticket(rule="compliance", topic_kind="compliance", now=timezone.now() - timedelta(days=9))
    actions.reply(ticket=report, author=aki, body="Done.", solve=True)
    open_ticket(rule="compliance", topic_kind="compliance", now=timezone.now() - timedelta(days=9))
    boss = cast.staff_browser(name="boss", superuser=True)
    page = boss.get(WALL).content.decode()
    assert "Hanako" not in page
    assert list(shown(boss).values()) == ["1", "1 d 6 h", "1", "0", "–", "–"]


def test_the_whole_page_asks_for_its_figures_and_without_scripts_for_itself() -> None:
    page = cast.staff_browser().get(WALL).content.decode()
    assert f'data-hx-get="{WALL}" data-hx-trigger="every 30s"' in page
    assert '<noscript><meta http-equiv="refresh" content="30"></noscript>' in page


def test_who_may_see_tickets_sees_it_and_whoever_was_logged_out_is_asked_to_log_in() -> None:
    assert cast.staff_browser(name="ed", groups=("editors",)).get(WALL).status_code == 403
    stranger = cast.Browser()
    assert stranger.get(WALL)["Location"].startswith("/admin/login/")
    answer = stranger.get(WALL, headers=PART)
    assert (answer["HX-Refresh"], answer.content) == ("true", b"")


def test_it_takes_as_many_queries_however_much_waits(aki: User) -> None:
    browser = cast.staff_browser()
    shown(browser)
    with CaptureQueriesContext(connection) as few:
        shown(browser)
    for _each in range(5):
        actions.reply(ticket=open_ticket(), author=aki, body="x", solve=True)
        open_ticket()
    with CaptureQueriesContext(connection) as many:
        shown(browser)
    assert len(many) == len(few)
