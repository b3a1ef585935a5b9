"""Automations in the admin: written, tried, read; and what the form refuses."""

import re
from datetime import timedelta

import pytest

from tests import cast
from tests.tickets.automations.making import automation, macro, work
from tests.tickets.conftest import open_ticket
from tickets.automations import choices
from tickets.models import Automation, AutomationRun, Ticket

pytestmark = pytest.mark.django_db
LIST = "/admin/tickets/automation/"


def rows(name, *filled, stay=0):
    """The fields of a formset; each row is a dict."""
    form = {f"{name}-TOTAL_FORMS": max(len(filled), 3), f"{name}-INITIAL_FORMS": stay}
    for place in range(max(len(filled), 3)):
        given = filled[place] if place < len(filled) else {}
        blank = {"choice": "", "words": ""} | ({"is_not": ""} if name == "conditions" else {})
        form |= {f"{name}-{place}-{key}": value for key, value in (blank | given).items()}
    return form


def sent(*, conditions=(), steps=({"choice": "priority:30"},), **changes):
    wanted = {"name": "Late", "is_on": "on", "position": "5", "trigger": "opened", "hours": ""} | changes
    return wanted | rows("conditions", *conditions) | rows("steps", *steps)


def errors(response):
    return re.findall(r'<ul class="errorlist[^>]*>(.*?)</ul>', response.content.decode(), re.DOTALL)


def test_a_lead_writes_one_and_it_acts_and_stands_in_the_log(lead):
    conditions = ({"choice": "plan:pro"}, {"is_not": "on", "choice": "tag:", "words": "Test Tag"})
    steps = ({"choice": "tag:", "words": "Refund"}, {"choice": "note:", "words": "Look\r\nhere."})
    answer = lead.post(f"{LIST}add/", sent(conditions=conditions, steps=steps))
    assert answer.status_code == 302, errors(answer)
    made = Automation.objects.get()
    assert (made.made_by, made.changed_by, made.is_on) == (lead.user, lead.user, True)
    assert [(row.field, row.value, row.is_not) for row in made.conditions.all()] == [
        ("plan", "pro", False),
        ("tag", "test-tag", True),
    ]
    assert [(row.do, row.value) for row in made.steps.all()] == [("tag", "refund"), ("note", "Look\nhere.")]
    ticket = open_ticket()
    work()
    log = lead.get(f"/admin/tickets/automationrun/?automation__id__exact={made.pk}").content.decode()
    assert ticket.reference in log
    assert "Put on a tag: refund" in log


def test_what_was_written_stands_in_the_form_and_is_changed_there(lead):
    made = automation(conditions=[("tag", "vip", True)], steps=[("tag", "a")])
    page = lead.get(f"{LIST}{made.pk}/change/").content.decode()
    assert 'value="vip"' in page
    assert '<option value="on" selected>' in page
    row, step = made.conditions.get(), made.steps.get()
    form = sent(name=made.name) | rows(
        "conditions", {"id": row.pk, "automation": made.pk, "choice": "plan:max"}, stay=1
    )
    form |= rows("steps", {"id": step.pk, "automation": made.pk, "choice": "tag:", "words": "b"}, stay=1)
    answer = lead.post(f"{LIST}{made.pk}/change/", form)
    assert answer.status_code == 302, errors(answer)
    row.refresh_from_db()
    step.refresh_from_db()
    assert (row.field, row.value, row.is_not, step.value) == ("plan", "max", False, "b")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"trigger": "quiet"}, "Say after how many hours."),
        ({"trigger": "quiet", "hours": "0"}, "greater than or equal to 1"),
        ({"steps": ()}, "Choose at least one thing to do."),
        ({"steps": ({"choice": "tag:"},)}, "Write the words here."),
        ({"steps": ({"choice": "tag:", "words": "…"},)}, "A tag is made of letters and figures."),
        ({"steps": ({"choice": "priority:30", "words": "x"},)}, "Nothing is typed for this choice."),
        ({"steps": ({"choice": "team:999999"},)}, "Choose anew."),
        ({"steps": ({"choice": "note:", "words": "x" * 5001},)}, "At most 5000"),
        ({"conditions": ({"choice": "plan:pro"}, {"choice": "plan:max"})}, "never hold together"),
        ({"conditions": ({"choice": "subject:"},)}, "Write the words here."),
    ],
)
def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(lead, changes, said):
    answer = lead.post(f"{LIST}add/", sent(**changes))
    assert answer.status_code == 200
    assert said in " ".join(errors(answer))
    assert 'value="Late"' in answer.content.decode()
    assert not Automation.objects.exists()


def test_a_macro_that_names_its_sender_is_refused(lead):
    signed = macro(body="Yours, {{ agent.name }}")
    answer = lead.post(f"{LIST}add/", sent(steps=({"choice": f"macro:{signed.pk}"},)))
    assert "names the agent" in " ".join(errors(answer))


def test_a_trial_says_what_would_happen_and_does_nothing(lead):
    made = automation(is_on=False, conditions=[("plan", "pro")], steps=[("tag", "a"), ("macro", macro().pk)])
    ticket = open_ticket()
    open_ticket(identity={"plan": "max"})
    old = open_ticket()
    Ticket.objects.filter(pk=old.pk).update(created_at=old.created_at - timedelta(days=45))
    open_ticket(rule="compliance", reason="compliance", topic_kind="compliance")
    page = lead.get(f"{LIST}{made.pk}/try/").content.decode()
    assert re.search(r"<strong>1 ticket</strong>\s+of 2 that were looked at", page)
    assert ticket.reference in page
    assert "Send a macro as a reply: We are on it" in page
    assert "<strong>2 tickets</strong>" in lead.get(f"{LIST}{made.pk}/try/?days=90").content.decode()
    assert lead.get(f"{LIST}{made.pk}/try/?days=9999").status_code == 422
    assert not AutomationRun.objects.exists()
    assert Ticket.objects.get(pk=ticket.pk).version == 1


def test_a_trial_of_what_comes_by_the_clock_shows_what_is_due(lead):
    made = automation(trigger="unanswered", hours=4, steps=[("tag", "late")])
    due, fresh = open_ticket(), open_ticket()
    Ticket.objects.filter(pk=due.pk).update(waiting_since=due.created_at - timedelta(hours=5))
    page = lead.get(f"{LIST}{made.pk}/try/").content.decode()
    assert (due.reference in page, fresh.reference in page) == (True, False)


def test_one_that_stopped_says_so_until_it_is_switched_on_again(lead):
    made = automation(steps=[("team", 999_999)])
    open_ticket()
    work()
    assert "switched itself off: it failed" in lead.get(LIST).content.decode()
    assert "An automation switched itself off" in lead.get("/admin/tickets/ticket/").content.decode()
    assert "BrokenError: team" in lead.get(f"{LIST}{made.pk}/change/").content.decode()
    form = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": made.pk, "form-0-is_on": "on"}
    lead.post(LIST, form | {"form-0-position": "7", "_save": "Save"})
    made.refresh_from_db()
    assert (made.is_on, made.position, made.stopped_because, made.error) == (True, 7, "", "")
    assert "switched itself off" not in lead.get(LIST).content.decode()


def test_agents_read_and_editors_dont(agent, editor):
    made = automation(conditions=[("plan", "pro")], steps=[("priority", 30)])
    page = agent.get(f"{LIST}{made.pk}/change/").content.decode()
    assert "Plan is “pro”" in page
    assert "_save" not in page
    assert agent.post(f"{LIST}{made.pk}/change/", sent()).status_code == 403
    assert agent.get(f"{LIST}{made.pk}/try/").status_code == 200
    for path in ("", "add/", f"{made.pk}/change/", f"{made.pk}/try/"):
        assert editor.get(f"{LIST}{path}").status_code == 403, path


def test_the_log_asks_no_more_for_many_than_for_one(lead, django_assert_max_num_queries):
    automation(steps=[("note", "x")])
    for _number in range(6):
        open_ticket()
    work()
    with django_assert_max_num_queries(24):
        lead.get("/admin/tickets/automationrun/")


def test_a_ticket_is_given_to_none_who_may_not_work_on_it():
    cast.staff(name="aki")
    cast.staff(name="reader", groups=("readers",))
    people = {label for _words, each in choices.for_steps() for _value, label in each}
    assert "aki" in people
    assert "reader" not in people
