"""Who is told that a ticket gets late, which way, and that nobody is told more than once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.staff.settings_actions import change_settings
from tests import cast
from tests.tickets.conftest import open_ticket
from tests.tickets.sla.conftest import policy
from tickets.models import Notification
from tickets.notifying import actions as notifying
from tickets.notifying.kinds import PACE, Kind, Way
from tickets.replies import actions as replies
from tickets.sla import watch_actions

HOUR = timedelta(hours=1)
START = datetime(2026, 11, 26, 10, tzinfo=UTC)
SOON, DUE, LATE = START + 3 * HOUR, START + 4 * HOUR, START + 4 * HOUR + timedelta(minutes=1)


@pytest.fixture
def billing(db):
    """A team of bo, whose work support is, and of a reader, whose it isn't."""
    team = Group.objects.create(name="Billing")
    for name, groups in (("bo", ("agents",)), ("rae", ("readers",))):
        cast.staff(name=name, groups=groups).groups.add(team)
    return team


@pytest.fixture
def lea(db):
    """A lead."""
    return cast.staff(name="lea", groups=("leads",))


def late_ticket(**changes):
    """One that is due soon after three hours and overdue after four."""
    row = {name: changes.pop(name) for name in ("assignee", "team", "rule") if name in changes}
    ticket = open_ticket(now=START, **changes)
    type(ticket).objects.filter(pk=ticket.pk).update(**row)
    ticket.refresh_from_db()
    return ticket


@pytest.fixture(autouse=True)
def promise(db):
    policy(resolution=None)


def answer(ticket, author, *, solve):
    ticket.refresh_from_db()
    replies.send_reply(
        ticket=ticket, author=author, body="Here.", solve=solve, expected_version=ticket.version, now=LATE
    )


def told(kind=None):
    """Whose bell says what."""
    rows = Notification.objects.unread().filter(in_desk=True)
    rows = rows.filter(kind=kind) if kind else rows
    return sorted(rows.values_list("person__username", "kind"))


def mails(now):
    """Sends what is planned by then, each job once; who got a mail."""
    mail.outbox.clear()
    jobs = ProcrastinateJob.objects.filter(task_name="tickets.mail_notifications", scheduled_at__lte=now)
    for job in list(jobs):
        notifying.mail_due(person_id=job.args["person_id"], now=now)
    return sorted(each.to[0].partition("@")[0] for each in mail.outbox)


def test_who_has_it_hears_of_both_in_the_desk_and_by_mail_and_nobody_else(aki, billing, lea):
    ticket = late_ticket(assignee=aki, team=billing)
    watch_actions.notice(now=SOON)
    assert told() == [("aki", "due_soon")]
    assert mails(SOON) == ["aki"]
    assert mail.outbox[0].subject == f"[{ticket.reference}] A ticket of yours is due soon"
    watch_actions.notice(now=LATE)
    assert told() == [("aki", "overdue")]
    assert mails(LATE) == ["aki"]
    assert mail.outbox[0].subject == f"[{ticket.reference}] A ticket of yours is overdue"


def test_of_a_ticket_that_nobody_has_its_team_and_who_leads_hear(aki, billing, lea):
    ticket = late_ticket(team=billing)
    watch_actions.notice(now=SOON)
    assert told() == [("bo", "due_soon"), ("lea", "due_soon")]
    watch_actions.notice(now=LATE)
    assert told() == [("bo", "overdue"), ("lea", "overdue")]
    assert mails(LATE) == ["bo", "lea"]
    assert {each.subject for each in mail.outbox} == {f"[{ticket.reference}] A ticket that nobody has is overdue"}


def test_of_nobodys_ticket_without_a_team_who_leads_hears(aki, billing, lea):
    late_ticket()
    watch_actions.notice(now=LATE)
    assert told() == [("lea", "overdue")]


def test_admins_and_superusers_look_after_no_late_tickets_by_that_alone(lea):
    for name, groups, superuser in (("ada", ("admins",), False), ("root", (), True)):
        cast.staff(name=name, groups=groups, superuser=superuser)
    late_ticket()
    watch_actions.notice(now=LATE)
    assert told() == [("lea", "overdue")]


def test_a_lead_who_sees_their_own_teams_alone_hears_of_those(billing, lea):
    lea.groups.get().permissions.remove(Permission.objects.get(codename="see_all_tickets"))
    ticket = late_ticket(team=billing)
    watch_actions.notice(now=SOON)
    assert told() == [("bo", "due_soon")]
    lea.groups.add(billing)
    watch_actions.notice(now=LATE)
    assert told(Kind.OVERDUE) == [("bo", "overdue"), ("lea", "overdue")]
    assert Notification.objects.of(type(lea).objects.get(pk=lea.pk)).get().ticket == ticket


def test_of_a_report_under_the_law_only_who_handles_them_hears(aki, billing, lea):
    for name, groups in (("noor", ("compliance",)), ("nia", ("compliance", "leads"))):
        cast.staff(name=name, groups=groups)
    billing.user_set.add(type(aki).objects.get(username="noor"))
    # Its clock began before it was one.
    late_ticket(team=billing, assignee=aki, rule="compliance")
    watch_actions.notice(now=LATE)
    assert told() == [("nia", "overdue"), ("noor", "overdue")]


@pytest.mark.parametrize(("why", "holders"), [("away", [("aki", "overdue")]), ("left", [])])
def test_a_ticket_of_somebody_who_is_away_or_left_concerns_the_others_too(aki, lea, why, holders):
    late_ticket(assignee=aki)
    if why == "away":
        change_settings(user=aki, is_away=True)
    else:
        type(aki).objects.filter(pk=aki.pk).update(is_active=False)
    watch_actions.notice(now=LATE)
    assert told() == [*holders, ("lea", "overdue")]


def test_a_lead_is_told_whose_ticket_it_is(aki):
    late_ticket(assignee=aki)
    change_settings(user=aki, is_away=True)
    lead = cast.staff_browser(name="lea", groups=("leads",))
    watch_actions.notice(now=LATE)
    page = lead.get("/admin/tickets/ticket/notifications/").content.decode()
    assert "A ticket that aki has is overdue" in page
    assert '<time datetime="2026-11-26T14:00:00+0000">' in page


def test_who_is_away_is_left_in_peace_unless_that_is_everybody(billing, lea):
    change_settings(user=lea, is_away=True)
    late_ticket(team=billing)
    watch_actions.notice(now=SOON)
    assert told() == [("bo", "due_soon")]
    change_settings(user=billing.user_set.get(username="bo"), is_away=True)
    watch_actions.notice(now=LATE)
    assert told(Kind.OVERDUE) == [("bo", "overdue"), ("lea", "overdue")]


def test_each_is_told_the_way_they_chose(billing, lea):
    bo = billing.user_set.get(username="bo")
    notifying.choose(person=bo, ways={Kind.DUE_SOON: Way.OFF, Kind.OVERDUE: Way.MAIL})
    notifying.choose(person=lea, ways={Kind.DUE_SOON: Way.DESK, Kind.OVERDUE: Way.OFF})
    late_ticket(team=billing)
    watch_actions.notice(now=SOON)
    assert (told(), mails(SOON)) == ([("lea", "due_soon")], [])
    watch_actions.notice(now=LATE)
    assert (told(), mails(LATE)) == ([], ["bo"])


def test_it_is_told_once(billing, lea):
    late_ticket(team=billing)
    for minute in range(3):
        watch_actions.notice(now=SOON + timedelta(minutes=minute))
    assert len(mails(SOON + 5 * PACE)) == 2
    for minute in range(3):
        watch_actions.notice(now=LATE + timedelta(minutes=minute))
    assert len(mails(LATE + 5 * PACE)) == 2
    assert Notification.objects.count() == 2


def test_however_many_run_out_each_person_gets_one_mail(billing, lea):
    for number in range(60):
        late_ticket(team=billing, subject=f"Case {number}")
    assert watch_actions.notice(now=LATE) == 60
    assert ProcrastinateJob.objects.filter(task_name="tickets.mail_notifications").count() == 2
    assert mails(LATE) == ["bo", "lea"]
    assert {each.subject for each in mail.outbox} == {"60 things for you in the desk"}
    assert "And 10 more:" in mail.outbox[0].body
    assert mails(LATE + 2 * PACE) == []


def test_the_people_of_a_team_are_read_once_for_all_its_tickets(billing, lea):
    for _number in range(3):
        late_ticket(team=billing)
    with CaptureQueriesContext(connection) as asked:
        assert watch_actions.notice(now=LATE) == 3
    assert sum("accounts_staffsettings" in each["sql"] for each in asked) == 2


def test_a_mail_that_was_not_planned_is_found_later(lea, monkeypatch):
    late_ticket()
    with monkeypatch.context() as broken:
        broken.setattr(notifying, "plan_mail", lambda *_: (_ for _ in ()).throw(OSError("down")))
        with pytest.raises(OSError, match="down"):
            watch_actions.notice(now=LATE)
    assert notifying.queue_lost_mail(now=LATE + 2 * PACE) == 1


def test_once_it_is_answered_nobody_needs_to_hear_of_it(aki, billing, lea):
    ticket = late_ticket(team=billing)
    watch_actions.notice(now=LATE)
    answer(ticket, aki, solve=False)
    assert told() == []
    assert mails(LATE) == []
    # In the lists it stays.
    assert Notification.objects.filter(kind="overdue").count() == 2


def test_an_answer_settles_nothing_while_another_clock_of_the_ticket_is_late(aki, lea):
    policy(order=1, first_response=4 * 60, resolution=4 * 60)
    ticket = late_ticket()
    watch_actions.notice(now=LATE)
    answer(ticket, aki, solve=False)
    assert told() == [("lea", "overdue")]
    answer(ticket, aki, solve=True)
    assert told() == []


def test_the_mail_says_when_by_the_clock_of_who_reads_it(aki):
    change_settings(user=aki, time_zone="Asia/Tokyo", language="ja")
    late_ticket(assignee=aki)
    watch_actions.notice(now=SOON)
    mails(SOON)
    assert "2026年11月26日 23:00" in mail.outbox[0].body
    assert "Asia/Tokyo" in mail.outbox[0].body
