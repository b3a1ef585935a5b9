"""What staff and customers see of it: the queue, the ticket, the case page, and the forms of the admin."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import cast
from tests.tickets.case_pages import desk_of, page, path_of
from tests.tickets.conftest import open_ticket
from tests.tickets.sla.conftest import office, policy
from tickets.models import BusinessHours, SlaPolicy

HOUR = timedelta(hours=1)
QUEUE = "/admin/tickets/ticket/"


@pytest.fixture
def three(db):
    """One that is late, one that is due soon, and one with time, by four hours for the first answer."""
    policy(resolution=None)
    now = timezone.now()
    ago = {"late": 5 * HOUR, "soon": 3.5 * HOUR, "ok": HOUR}
    return {name: open_ticket(subject=f"Is {name}", now=now - back) for name, back in ago.items()}


def shown(browser, query=""):
    text = browser.get(f"{QUEUE}{query}").content.decode()
    return re.findall(r'class="desk-subject"[^>]*>Is (\w+)<', text)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?view=overdue", ["late"]),
        ("?view=soon", ["soon"]),
        ("?q=sla:breached", ["late"]),
        ("?q=sla:soon", ["soon"]),
        ("?q=sla:ok", ["ok"]),
        ("?sla=ok", ["ok"]),
        ("?sla=nonsense", ["late", "soon", "ok"]),
        ("?sort=due", ["late", "soon", "ok"]),
    ],
)
def test_the_queue_tells_apart_what_is_late(agent, three, query, found):
    assert shown(agent, query) == found


def test_what_is_due_first_comes_first_and_without_a_time_last(agent, three):
    SlaPolicy.objects.all().delete()
    open_ticket(subject="Is free", now=timezone.now() - 9 * HOUR)
    assert shown(agent, "?sort=due")[-1] == "free"


def test_a_search_says_what_it_knows(agent, three):
    assert "Due soon" in agent.get(f"{QUEUE}?q=sla:never").content.decode()


def test_words_say_it_beside_the_tone(agent, three):
    text = agent.get(QUEUE).content.decode()
    assert re.search(r'class="chip" data-tone="failed">1\xa0hour late<', text)
    assert re.search(r'class="chip" data-tone="on_hold">in (29|30)\xa0minutes<', text)
    assert re.search(r'<time datetime="[^"]+">in 2\xa0hours<', text)


def test_the_tabs_are_there_while_they_have_something(agent, ticket):
    assert "view=overdue" not in agent.get(QUEUE).content.decode()
    assert "Nothing is overdue." in agent.get(f"{QUEUE}?view=overdue").content.decode()
    policy()
    open_ticket(now=timezone.now() - 5 * HOUR)
    text = agent.get(QUEUE).content.decode()
    assert "view=overdue" in text
    assert "view=soon" not in text


def test_the_ticket_says_which_clock_is_due_and_when(agent, three):
    text = agent.get(desk_of(three["soon"])).content.decode()
    assert "First response" in text
    assert re.search(r"due: in \d+\xa0minutes", text)


def test_a_ticket_without_a_policy_says_nothing_of_it(agent, ticket):
    text = agent.get(desk_of(ticket)).content.decode()
    assert re.search(r'id="sla"\s+hidden', text)


def test_a_clock_that_stands_still_says_why(agent, three, aki):
    row = three["ok"]
    policy_row = SlaPolicy.objects.get()
    policy_row.pauses_on_hold = True
    policy_row.save()
    agent.post(f"{QUEUE}{row.reference}/status/", {"event": "hold", "version": row.version})
    text = agent.get(desk_of(row)).content.decode()
    assert "stands still: is on hold; 3 h left" in text or "2 h 59 min left" in text


def test_the_case_page_promises_what_the_policy_does(three):
    text = page(path_of(three["ok"]))
    assert "You can expect an answer by" in text
    assert f"{three['ok'].due_at:%Y-%m-%dT%H:%M}" in text


def test_what_is_late_is_promised_no_more(three):
    text = page(path_of(three["late"]))
    assert "expect an answer by" not in text
    assert "It takes longer than we wanted" in text


def test_without_a_policy_the_case_page_says_nothing(ticket):
    text = page(path_of(ticket))
    assert "expect an answer" not in text


POLICY = {"name": "All", "order": "5", "active": "on", "first_response": "1 h 30", "warn_percent": "80"}


def test_a_lead_makes_a_policy_and_it_is_applied(lead):
    answer = lead.post("/admin/tickets/slapolicy/add/", POLICY | {"plans": ["team"], "priorities": ["40"]})
    assert answer.status_code == 302, answer.content.decode()
    row = SlaPolicy.objects.get()
    assert (row.first_response, row.next_response, row.plans, row.priorities) == (90, None, ["team"], [40])
    assert ProcrastinateJob.objects.filter(task_name="tickets.apply_sla", args={"after": 0}).count() == 1
    assert "1 h 30 min" in lead.get(f"/admin/tickets/slapolicy/{row.pk}/change/").content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"first_response": "soon"}, "Write hours and minutes"),
        ({"first_response": "0 h"}, "Write hours and minutes"),
        ({"first_response": ""}, "Set at least one of the times"),
        ({"warn_percent": "100"}, "less than or equal to 99"),
    ],
)
def test_a_policy_that_promises_nonsense_is_refused_with_the_reason(lead, changes, words):
    assert words in lead.post("/admin/tickets/slapolicy/add/", POLICY | changes).content.decode()
    assert not SlaPolicy.objects.exists()


def hours_form(*spans, **more):
    rows = {f"spans-{n}-{name}": value for n, span in enumerate(spans) for name, value in span.items()}
    counts = {"spans-TOTAL_FORMS": len(spans), "spans-INITIAL_FORMS": 0}
    none = {"holidays-TOTAL_FORMS": 0, "holidays-INITIAL_FORMS": 0}
    return {"name": "Berlin", "zone": "Europe/Berlin", **rows, **counts, **none, **more}


def span(opens, closes, weekday=0):
    return {"weekday": weekday, "opens": opens, "closes": closes}


def test_a_lead_makes_business_hours_until_midnight(lead):
    answer = lead.post("/admin/tickets/businesshours/add/", hours_form(span("18:00", "00:00"), span("09:00", "18:00")))
    assert answer.status_code == 302, answer.content.decode()
    minutes = [(each.opens, each.closes) for each in BusinessHours.objects.get().value().spans]
    assert minutes == [(540, 1080), (1080, 1440)]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (hours_form(span("09:00", "12:00"), span("11:00", "17:00")), "It overlaps with other hours of Monday."),
        (hours_form(span("09:00", "09:00")), "It has to end after it begins."),
        (hours_form(zone="Europe/Bielefeld"), "Europe/Bielefeld is not one of the available choices"),
    ],
)
def test_hours_that_cant_be_are_refused_with_the_reason(lead, form, words):
    assert words in lead.post("/admin/tickets/businesshours/add/", form).content.decode()
    assert not BusinessHours.objects.exists()


def test_a_team_has_one_set_of_hours(lead, three):
    team = cast.staff(name="kim").groups.get()
    office(teams=[team])
    answer = lead.post("/admin/tickets/businesshours/add/", hours_form(teams=[team.pk])).content.decode()
    assert "These have other business hours already: agents." in answer


def test_an_agent_reads_policies_and_changes_none(agent):
    row = policy()
    assert agent.get("/admin/tickets/slapolicy/").status_code == 200
    assert agent.post("/admin/tickets/slapolicy/add/", POLICY).status_code == 403
    assert agent.post(f"/admin/tickets/slapolicy/{row.pk}/delete/", {"post": "yes"}).status_code == 403
