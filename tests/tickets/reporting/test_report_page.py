"""The report on the desk: cards, plots and a table of known tickets, as CSV too, for who may read figures."""

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from tests import cast
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.models import DayCounted, DayFigures, DayTimes
from tickets.reporting import reading
from tickets.reporting.actions import count_due
from tickets.reporting.forms import today
from tickets.reporting.reading import Chosen

PAGE = "/admin/tickets/dayfigures/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(aki: User) -> cast.Browser:
    return cast.staff_browser(name="lea", groups=("leads",))


@pytest.fixture
def counted(aki: User) -> None:
    """Three tickets of this day: one in Japanese, one that Aki solved after an hour."""
    now = timezone.now()
    ticket = open_ticket(now=now)
    actions.reply(ticket=ticket, author=aki, body="Done.", solve=True, now=now)
    open_ticket(now=now, locale="ja", identity={"plan": "max"})
    open_ticket(now=now, identity={})
    count_due(now=now)


def html(browser: cast.Browser, query: str = "", status: int = 200) -> str:
    answer = browser.get(PAGE + query)
    assert answer.status_code == status
    return answer.content.decode()


def cards(page: str) -> dict[str, str]:
    found = re.findall(r"<dt>(?:<a [^>]*>)?([^<]+)(?:</a>)?</dt>\s*<dd><strong>([^<]+)", page)
    return dict(found)


def rows(page: str) -> dict[str, list[str]]:
    """The table's cells by the words of its rows' heads."""
    table = page[page.index('aria-labelledby="cut"') :]
    found = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', table)
    return {re.sub("<[^>]+>", "", head): re.findall(r"<td>(.*?)</td>", cells) for head, cells in found}


def sheet(browser: cast.Browser, query: str) -> list[dict[str, str]]:
    answer = browser.get(PAGE + query)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(answer.content.decode().removeprefix("\ufeff"))))


def test_the_figures_are_those_of_the_days_tickets(counted: None, lead: cast.Browser) -> None:
    shown = cards(html(lead))
    assert {name: shown[name] for name in ("Opened", "Solved", "Open tickets", "Replies per ticket")} == {
        "Opened": "3",
        "Solved": "1",
        "Open tickets": "2",
        "Replies per ticket": "1.0",
    }
    assert shown["First response"] == "1 min"
    assert "Promises kept" not in shown


def test_a_slice_has_its_own_figures_and_the_table_is_cut_by_what_was_asked(counted: None, lead: cast.Browser) -> None:
    assert cards(html(lead, "?locale=ja"))["Opened"] == "1"
    assert cards(html(lead, "?plan=none"))["Opened"] == "1"
    aki = User.objects.get(username="aki")
    assert cards(html(lead, f"?agent={aki.pk}"))["Solved"] == "1"
    assert cards(html(lead, "?agent=none"))["Opened"] == "2"
    by_language = rows(html(lead, "?by=locale"))
    assert {name: cells[:4] for name, cells in by_language.items()} == {
        "English": ["2", "1", "0", "1"],
        "日本語": ["1", "0", "0", "1"],
    }


def test_a_figure_leads_to_its_tickets_where_the_queue_can_show_them(counted: None, lead: cast.Browser) -> None:
    page = html(lead, "?by=locale")
    assert '<a href="/admin/tickets/ticket/?locale=ja"' in page
    assert lead.get("/admin/tickets/ticket/?locale=ja").content.decode().count('class="desk-subject"') == 1
    assert '<a href="/admin/tickets/ticket/?assignee=nobody"' in html(lead, "?by=agent")
    assert '<a href="/admin/tickets/ticket/?plan=max"' in page_of_plans(lead)


def page_of_plans(lead: cast.Browser) -> str:
    page = html(lead, "?by=plan&plan=max")
    return page[page.index('class="report"') :]


def test_csv_has_every_day_and_plain_numbers(counted: None, lead: cast.Browser) -> None:
    days = sheet(lead, "?days=7&csv=time")
    assert len(days) == 7
    assert (days[-1]["Day"], days[-1]["Opened"], days[-1]["Solved"]) == (str(today()), "3", "1")
    assert days[-1]["Open: Less than a day"] == "2"
    assert (days[0]["Opened"], days[0]["First response: median in minutes"]) == ("0", "")
    weeks = sheet(lead, "?days=90&csv=time")
    assert sum(int(week["Opened"]) for week in weeks) == 3
    by_plan = sheet(lead, "?csv=table&by=plan")
    assert {row["Plan"]: row["Opened"] for row in by_plan} == {"Pro": "1", "Max": "1", "Not known": "1"}


def test_a_name_is_no_formula_in_a_sheet(counted: None, lead: cast.Browser) -> None:
    User.objects.filter(username="aki").update(first_name="=cmd()", last_name="")
    assert "'=cmd()" in {row["Agent"] for row in sheet(lead, "?csv=table&by=agent")}


def test_the_time_before_stands_beside_each_figure(lead: cast.Browser) -> None:
    DayFigures.objects.create(day=today(), locale="en", opened=30)
    DayFigures.objects.create(day=today() - timedelta(days=7), locale="en", opened=20)
    DayFigures.objects.create(day=today() - timedelta(days=14), locale="en", opened=1000)
    assert "days before" not in html(lead, "?days=7")  # who knows what was before the first day
    DayCounted.objects.create(day=today() - timedelta(days=13), counted_at=timezone.now())
    assert "<strong>30</strong><p>20 in the 7 days before (+50%)</p>" in html(lead, "?days=7")


def test_before_today_is_counted_what_is_open_is_that_of_the_night_before(lead: cast.Browser) -> None:
    yesterday = today() - timedelta(days=1)
    DayCounted.objects.create(day=yesterday, counted_at=timezone.now())
    DayTimes.objects.create(day=yesterday, locale="en", measure="backlog", step=4, tickets=7)
    page = html(lead)
    assert cards(page)["Open tickets"] == "7"
    assert "7 for a week or longer" in page
    assert rows(page)["No team"][3] == "7"


def test_no_share_is_told_of_few(lead: cast.Browser) -> None:
    row = DayFigures.objects.create(day=today(), locale="en", rated_good=2, rated_bad=1)
    assert cards(html(lead))["Satisfied"] == "2 of 3"
    DayFigures.objects.filter(pk=row.pk).update(rated_good=18, rated_bad=2, kept=19, missed=1)
    shown = cards(html(lead))
    assert (shown["Satisfied"], shown["Promises kept"]) == ("90%", "95%")
    assert "plot-promises" in html(lead)


def test_an_empty_time_says_so_and_a_wrong_one_keeps_what_was_typed(lead: cast.Browser) -> None:
    assert "Nothing happened in this time" in html(lead)
    page = html(lead, "?since=2026-02-03&until=2026-02-01", 422)
    assert "This day is before the first one." in page
    assert 'value="2026-02-03"' in page
    assert "three years" in html(lead, "?since=2020-01-01&until=2026-02-01", 422)
    for query in ("?team=x", "?team=99999", "?by=x", "?days=5", "?since=x"):
        html(lead, query, 422)


def test_every_plot_says_the_same_in_a_table(counted: None, lead: cast.Browser) -> None:
    page = html(lead, "?days=7")
    assert page.count('<figure class="plot"') == page.count("As a table") == 4
    assert re.search(r'<title id="plot-backlog-title">.+?</title>', page)


def test_weeks_put_together_are_what_is_counted_at_once(counted: None) -> None:
    for ago in (20, 50):
        day = today() - timedelta(days=ago)
        DayFigures.objects.create(day=day, locale="en", opened=ago, rated_good=1)
        DayTimes.objects.create(day=day, locale="en", measure="solved", step=ago, tickets=2)
    for days in (28, 90):
        chosen = Chosen(today() - timedelta(days=days - 1), today())
        assert reading.whole(reading.by_time(chosen)) == reading.total(chosen)


def test_who_asks_has_today_counted_at_once_and_comes_back_to_what_was_chosen(lead: cast.Browser) -> None:
    open_ticket()
    assert cards(html(lead)).get("Opened") is None
    answer = lead.post(f"{PAGE}count/", {"asked": "days=7&locale=en"})
    assert answer["Location"] == f"{PAGE}?days=7&locale=en"
    assert cards(html(lead, "?days=7&locale=en"))["Opened"] == "1"
    open_ticket()
    lead.post(f"{PAGE}count/", {"asked": "//elsewhere.example"})  # not twice in a minute
    assert cards(html(lead))["Opened"] == "1"
    DayCounted.objects.update(counted_at=timezone.now() - timedelta(minutes=2))
    assert lead.post(f"{PAGE}count/")["Location"] == PAGE
    assert cards(html(lead))["Opened"] == "2"
    assert cast.staff_browser(name="mio").post(f"{PAGE}count/").status_code == 403
    assert lead.get(f"{PAGE}count/").status_code == 405


@pytest.mark.parametrize(
    ("group", "status"), [("leads", 200), ("readers", 200), ("admins", 200), ("agents", 403), ("editors", 403)]
)
def test_figures_are_for_who_leads(group: str, status: int) -> None:
    browser = cast.staff_browser(name=f"one-of-{group}", groups=(group,))
    html(browser, "", status)
    assert ("/admin/tickets/dayfigures/" in browser.get("/admin/").content.decode()) is (status == 200)


def test_a_page_takes_as_many_queries_however_much_there_is(counted: None, lead: cast.Browser) -> None:
    html(lead)
    with CaptureQueriesContext(
        connection,
    ) as few:
        html(lead, "?days=365")
    for ago in range(100):
        day = today() - timedelta(days=ago + 1)
        DayCounted.objects.create(day=day, counted_at=timezone.now())
        DayFigures.objects.create(day=day, locale="en", opened=ago, team=ago, agent=ago)
        DayTimes.objects.create(day=day, locale="en", team=ago, measure="solved", step=ago % 70, tickets=1)
    with CaptureQueriesContext(connection) as many:
        html(lead, "?days=365")
    assert len(many) == len(few)
