"""The law's clock begins anew for what comes after a report was solved or closed, and what it said before is kept."""

import json
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from tests import cast
from tests.tickets.conftest import open_ticket
from tests.tickets.test_report_desk import listed, report
from tickets import actions
from tickets.compliance.standing import clocks, report_of
from tickets.models import Message, OutgoingEmail, Report, ReportKind, Ticket
from tickets.workflow import Event

pytestmark = pytest.mark.django_db
PAGE = Message.Channel.CASE_PAGE
DAY = timedelta(days=1)


@pytest.fixture
def officer(db: None) -> cast.Browser:
    call_command("load_report_kinds", verbosity=0)
    ReportKind.objects.update(acknowledge_hours=24, decide_days=10)
    return cast.staff_browser(name="noor", groups=("compliance",))


def done_with(officer: cast.Browser, event: Event, **changes: object) -> Report:
    """A report of a month ago that was answered and decided in time."""
    now = timezone.now()
    made = report(acknowledge_hours=24, decide_days=10, now=now - 30 * DAY, **changes)
    OutgoingEmail.objects.update(status="sent", sent_at=now - 30 * DAY)
    actions.change_status(ticket=made.ticket, author=officer.user, event=event)
    Ticket.objects.update(solved_at=now - 25 * DAY)
    return made


def standing(ticket: Ticket, **later: int) -> list[str]:
    return [str(each.standing) for each in clocks(report_of(ticket), timezone.now() + timedelta(**later))]


def write_again(made: Report, **more: object) -> Ticket:
    return actions.add_customer_message(ticket=made.ticket, body="It is there again", channel=PAGE, **more).ticket


def test_what_follows_up_a_closed_report_is_due_by_its_kind(officer: cast.Browser) -> None:
    made = done_with(officer, Event.CLOSE)
    again = write_again(made)
    assert again.follows == made.ticket
    assert (again.report.kind, again.report.decide_by) == (made.kind, again.created_at + 10 * DAY)
    assert standing(made.ticket) == ["kept", "kept"]
    assert (standing(again), standing(again, days=11)) == (["running", "running"], ["late", "late"])


def test_it_stands_in_the_queue_of_reports_by_law_and_deadline(officer: cast.Browser) -> None:
    again = write_again(done_with(officer, Event.CLOSE))
    assert listed(officer, "?view=reports&law=uk-osa") == {again}
    assert listed(officer, "?view=reports&due=soon") == set()
    Report.objects.filter(ticket=again).update(decide_by=timezone.now() - DAY)
    assert listed(officer, "?view=reports&due=late") == {again}
    assert "overdue" in officer.get("/admin/tickets/ticket/?view=reports").content.decode()


def test_a_solved_report_that_its_writer_opens_again_begins_anew(officer: cast.Browser) -> None:
    made, now = done_with(officer, Event.SOLVE), timezone.now()
    assert write_again(made, now=now) == made.ticket
    made.refresh_from_db()
    assert (made.since, made.decide_by) == (now, now + 10 * DAY)
    assert standing(made.ticket) == ["running", "running"]
    actions.reply(ticket=made.ticket, author=officer.user, body="We look.")
    assert standing(made.ticket) == ["kept", "running"]
    page = officer.get(f"/admin/tickets/ticket/{made.ticket.reference}/change/").content.decode()
    assert "The clock began anew on" in page
    assert "so its clock began anew" in page


def test_a_message_while_it_is_open_moves_no_deadline(officer: cast.Browser) -> None:
    made = report(decide_days=10)
    write_again(made)
    assert Report.objects.get().decide_by == made.decide_by
    actions.change_status(ticket=made.ticket, author=officer.user, event=Event.SOLVE)
    actions.change_status(ticket=made.ticket, author=officer.user, event=Event.REOPEN)
    assert Report.objects.get().decide_by == made.decide_by, "staff opened it, and nothing came"


def test_another_ticket_has_no_clock(aki: object) -> None:
    ticket = open_ticket()
    actions.change_status(ticket=ticket, author=aki, event=Event.SOLVE)
    actions.add_customer_message(ticket=ticket, body="Again", channel=PAGE)
    actions.change_status(ticket=ticket, author=aki, event=Event.CLOSE)
    actions.add_customer_message(ticket=ticket, body="Again", channel=PAGE)
    assert not Report.objects.exists()
    assert not ticket.events.filter(kind="clock_anew").exists()


def test_the_regulator_gets_every_round_from_whichever_ticket(officer: cast.Browser) -> None:
    made = done_with(officer, Event.SOLVE)
    write_again(made)
    actions.change_status(ticket=made.ticket, author=officer.user, event=Event.CLOSE)
    again = write_again(made)
    told = json.loads(officer.get(f"/admin/tickets/ticket/{again.reference}/export.json").content)
    assert told["reference"] == made.ticket.reference
    rounds = [(each["case"], each["clocks"]["decided"]["standing"]) for each in told["rounds"]]
    first = made.ticket.reference
    assert rounds == [(first, "kept"), (first, "kept"), (again.reference, "running")]
    assert told["clocks"] == told["rounds"][-1]["clocks"]
    page = officer.get(f"/admin/tickets/ticket/{again.reference}/export/").content.decode()
    assert page.count("<li>Decided: ") == 3


def test_an_upgrade_gives_open_follow_ups_a_clock_and_finished_ones_none(officer: cast.Browser) -> None:
    again = write_again(done_with(officer, Event.CLOSE))
    Report.objects.filter(ticket=again).delete()
    assert report_of(again).ticket == again.follows, "as before there were clocks"
    for status, count in (("solved", 1), ("open", 2), ("open", 2)):
        waits = None if status == "solved" else timezone.now()
        solved = timezone.now() if status == "solved" else None
        Ticket.objects.filter(pk=again.pk).update(status=status, waiting_since=waits, solved_at=solved)
        import_module("tickets.migrations.0102_clocks_of_follow_ups").give_clocks(apps, None)
        assert Report.objects.count() == count, status
    assert Report.objects.get(ticket=again).decide_by == again.created_at + 10 * DAY
