"""Automations on tickets: what they do and sign, what they leave alone, that none goes on for ever."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import cast
from tests.tickets.automations.making import automation, macro, work
from tests.tickets.conftest import mail, open_ticket, receive
from tickets import actions
from tickets.automations.actions import Cause, forget_old_runs, run, running
from tickets.automations.rules import Trigger
from tickets.mail.emails import as_mail
from tickets.models import Automation, AutomationRun, Message, OutgoingEmail, Snooze
from tickets.workflow import Event

pytestmark = pytest.mark.django_db


def opened(**changes):
    ticket = open_ticket(**changes)
    work()
    ticket.refresh_from_db()
    return ticket


def test_a_new_ticket_is_sorted_and_each_event_names_the_automation(aki):
    team = Group.objects.create(name="Billing")
    steps = [
        ("team", team.pk),
        ("assign", aki.pk),
        ("priority", 30),
        ("tag", "refund"),
        ("note", "Ask for the receipt."),
    ]
    automation(conditions=[("plan", "pro")], steps=[*steps, ("snooze", 24)])
    ticket = opened()
    assert (ticket.team, ticket.assignee, ticket.priority) == (team, aki, 30)
    assert ticket.tagged.get().tag.name == "refund"
    assert Snooze.objects.get().author is None
    note = ticket.messages.get(kind="note")
    assert (note.author_name, note.author) == ("⚙ Billing first", None)
    assert {event.author_name for event in ticket.events.all()} == {"⚙ Billing first"}
    made = AutomationRun.objects.get()
    assert (made.outcome, [each[0] for each in made.did]) == (
        "done",
        ["team", "assign", "priority", "tag", "note", "snooze"],
    )
    page = cast.staff_browser(name="aki").get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    assert "Automation “Billing first”" in page


def test_a_ticket_for_which_it_does_not_hold_is_left_alone():
    automation(conditions=[("plan", "max")], steps=[("tag", "refund")])
    assert opened().version == 1
    assert not AutomationRun.objects.exists()


def test_without_an_automation_there_is_no_job():
    automation(is_on=False, steps=[("tag", "x")])
    automation(name="Other", trigger="tagged", steps=[("tag", "x")])
    open_ticket()
    assert not ProcrastinateJob.objects.filter(task_name="tickets.run_automations").exists()


def test_the_job_goes_with_the_transaction_of_the_change(aki):
    automation(trigger="status", conditions=[("status", "solved")], steps=[("tag", "done")])
    ticket = open_ticket()
    actions.change_status(ticket=ticket, author=aki, event=Event.WAIT_FOR_CUSTOMER)
    work()
    assert not ticket.tagged.exists()
    actions.change_status(ticket=ticket, author=aki, event=Event.SOLVE)
    work()
    assert ticket.tagged.get().tag.name == "done"


def test_the_first_in_order_comes_first_and_the_next_sees_what_it_did():
    automation(name="Second", position=20, conditions=[("tag", "vip")], steps=[("priority", 40)])
    automation(name="First", position=10, steps=[("tag", "vip")])
    assert opened().priority == 40


def test_two_that_undo_each_other_end_after_one_turn_each():
    automation(name="On", trigger="tagged", conditions=[("tag", "a")], steps=[("untag", "a"), ("tag", "b")])
    automation(name="Off", trigger="tagged", conditions=[("tag", "b")], steps=[("untag", "b"), ("tag", "a")])
    ticket = open_ticket()
    actions.tag(ticket=ticket, author=cast.staff(name="lead", groups=("leads",)), name="a")
    assert work() == 3
    assert AutomationRun.objects.filter(ticket=ticket).count() == 2


def test_a_chain_ends_at_its_depth():
    for number in range(9):
        tag = [("tag", f"t{number}")]
        automation(name=f"N{number}", trigger="tagged", conditions=tag, steps=[("tag", f"t{number + 1}")])
    ticket = open_ticket()
    actions.tag(ticket=ticket, author=cast.staff(name="lead", groups=("leads",)), name="t0")
    work()
    assert AutomationRun.objects.count() == 6


def test_a_job_that_is_run_twice_acts_once():
    automation(steps=[("note", "Once.")])
    ticket = opened()
    args = ProcrastinateJob.objects.get(task_name="tickets.run_automations").args
    cause = Cause(Trigger.OPENED, args["cause"])
    assert run(ticket_id=ticket.pk, cause=cause, now=timezone.now()) == []
    assert ticket.messages.filter(kind="note").count() == 1


def test_a_report_under_the_law_is_no_machines():
    made = automation(steps=[("note", "x")])
    ticket = opened(rule="compliance", reason="compliance", topic_kind="compliance")
    assert not ProcrastinateJob.objects.filter(task_name="tickets.run_automations").exists()
    cause = Cause(Trigger.OPENED, "by hand")
    assert running.run_one(automation=made, ticket_id=ticket.pk, cause=cause, now=timezone.now()) is None
    assert ticket.messages.count() == 1


def test_a_macro_goes_out_as_a_reply_of_the_team():
    automation(steps=[("macro", macro(then="pending", priority=30).pk)])
    ticket = opened()
    reply = ticket.messages.get(kind="reply")
    assert (reply.body, reply.author_name) == ("We have it, Hanako.", "")
    assert (ticket.status, ticket.assignee, ticket.priority) == ("pending", None, 30)
    email = OutgoingEmail.objects.get(kind="reply")
    assert "Billing first" not in email.body
    assert as_mail(email).extra_headers["Auto-Submitted"] == "auto-generated"
    assert "macro_sent" in ticket.events.values_list("kind", flat=True)
    page = cast.staff_browser().get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    assert "<strong>Automation</strong>" in page


def test_a_robot_that_answers_is_answered_once():
    automation(name="Again", trigger="wrote", steps=[("macro", macro().pk)])
    ticket = open_ticket()
    for number in range(3):
        receive(mail(to=ticket.emails.first().reply_to, mail_id=f"<{number}@robot.example>", text=f"Noted {number}."))
        work()
    assert ticket.messages.filter(kind="customer").count() == 4
    assert ticket.messages.filter(kind="reply").count() == 1
    assert AutomationRun.objects.first().did == [["macro", str(AutomationRun.objects.last().did[0][1]), "just_wrote"]]


def test_who_cant_log_in_hears_from_people_alone():
    automation(steps=[("macro", macro().pk), ("status", "solved"), ("tag", "login")])
    ticket = opened(proof={"Account": "hanako@example.com"})
    assert not ticket.messages.filter(kind="reply").exists()
    assert (ticket.status, ticket.tagged.count()) == ("new", 1)
    assert [did[2] for did in AutomationRun.objects.get().did] == ["guarded", "guarded", ""]


def test_a_refusal_undoes_all_steps_and_switches_nothing_off():
    made = automation(steps=[("tag", "a"), ("tag", "—")])
    ticket = opened()
    assert not ticket.tagged.exists()
    assert (AutomationRun.objects.get().outcome, AutomationRun.objects.get().reason) == ("refused", "no_tag")
    made.refresh_from_db()
    assert made.is_on


def test_one_that_fails_is_switched_off_with_the_error_and_the_others_go_on():
    broken = automation(name="Broken", position=1, steps=[("tag", "a"), ("team", 999_999)])
    automation(name="Sound", steps=[("tag", "b")])
    ticket = opened()
    broken.refresh_from_db()
    assert (broken.is_on, broken.stopped_because, broken.error) == (False, "failed", "BrokenError: team")
    assert [row.tag.name for row in ticket.tagged.all()] == ["b"]
    assert AutomationRun.objects.get(automation=broken).outcome == "failed"


def test_one_that_acts_too_often_is_switched_off(monkeypatch):
    monkeypatch.setattr(running, "MOST_AN_HOUR", 2)
    made = automation(steps=[("note", "x")])
    tickets = [opened() for _number in range(3)]
    made.refresh_from_db()
    assert (made.is_on, made.stopped_because) == (False, "cap")
    assert [ticket.messages.filter(kind="note").count() for ticket in tickets] == [1, 1, 0]


def test_what_was_done_long_ago_is_forgotten():
    automation(steps=[("note", "x")])
    opened()
    made = AutomationRun.objects.get()
    assert forget_old_runs(now=made.at + timedelta(days=89)) == 0
    assert forget_old_runs(now=made.at + timedelta(days=91)) == 1
    assert not AutomationRun.objects.exists()


def test_what_came_by_the_clock_is_kept_while_its_ticket_is_open(aki):
    made = automation(trigger="unanswered", hours=1, steps=[("note", "x")])
    ticket = open_ticket()
    AutomationRun.objects.create(automation=made, ticket=ticket, cause="x", outcome="done")
    late = timezone.now() + timedelta(days=91)
    assert forget_old_runs(now=late) == 0
    actions.change_status(ticket=ticket, author=aki, event=Event.SOLVE)
    assert forget_old_runs(now=late) == 1


def test_a_person_who_answers_signs_as_ever(ticket, aki):
    message = actions.reply(ticket=ticket, author=aki, body="Done.")
    assert not message.is_by_machine
    assert Automation.objects.count() == 0
    aki.delete()
    assert not Message.objects.get(pk=message.pk).is_by_machine
