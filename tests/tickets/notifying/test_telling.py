"""Telling staff: each the way they chose, nothing of their own doing, one mail for a burst, and an end to it all."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import User
from accounts.staff.settings_actions import change_settings
from tests import cast
from tests.tickets.conftest import open_ticket
from tickets import actions as ticket_actions
from tickets.models import Notification
from tickets.notifying import actions, kinds
from tickets.notifying.kinds import Kind, Way

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
NEXT = NOW + kinds.PACE


@pytest.fixture
def bo(db) -> User:
    return cast.staff(name="bo")


def tell(ticket, person, by, *, kind=Kind.MENTIONED, now=NOW):
    actions.tell(kind=kind, person=person, ticket=ticket, by=by, now=now)


def choose(person, kind, way):
    actions.choose(person=person, ways={kind: way})


def unread(person) -> list[str]:
    return list(Notification.objects.of(person).shown().unread().values_list("kind", flat=True))


def mail_due(person, now=NOW) -> int:
    return actions.mail_due(person_id=person.pk, now=now)


def jobs() -> list[ProcrastinateJob]:
    return list(ProcrastinateJob.objects.filter(task_name="tickets.mail_notifications").order_by("id"))


@pytest.mark.parametrize(
    ("last", "due"),
    [(None, NOW), (NOW - timedelta(minutes=11), NOW), (NOW - timedelta(minutes=4), NOW + timedelta(minutes=6))],
)
def test_a_mail_goes_ten_minutes_after_the_last_one_at_the_earliest(last, due):
    assert kinds.next_mail(last, NOW) == due


@pytest.mark.parametrize(
    ("way", "stands", "mails"), [(Way.DESK, True, 0), (Way.MAIL, False, 1), (Way.BOTH, True, 1), (Way.OFF, False, 0)]
)
def test_everybody_hears_of_it_the_way_they_chose(ticket, aki, bo, way, stands, mails):
    choose(bo, Kind.MENTIONED, way)
    tell(ticket, bo, aki)
    assert (unread(bo) == ["mentioned"]) is stands
    assert mail_due(bo) == mails == len(mail.outbox)


def test_nobody_is_told_of_what_they_did_themselves(ticket, aki):
    tell(ticket, aki, aki)
    assert not Notification.objects.exists()


def test_the_same_again_is_told_once_and_a_mention_is_news_each_time(ticket, aki, bo):
    choose(bo, Kind.OVERDUE, Way.BOTH)
    for kind in (Kind.OVERDUE, Kind.MENTIONED):
        tell(ticket, bo, aki, kind=kind)
    assert mail_due(bo) == 2
    for kind in (Kind.OVERDUE, Kind.MENTIONED):
        tell(ticket, bo, aki, kind=kind, now=NEXT)
    assert sorted(unread(bo)) == ["mentioned", "overdue"]
    assert mail_due(bo, NEXT) == 1


def test_a_burst_is_one_mail_and_what_comes_after_waits_for_the_next(aki, bo):
    tell(open_ticket(), bo, aki)
    assert mail_due(bo) == 1
    for minute in (1, 2, 3):
        tell(open_ticket(subject=f"Case {minute}"), bo, aki, now=NOW + timedelta(minutes=minute))
        assert mail_due(bo, NOW + timedelta(minutes=minute)) == 0
    assert {job.scheduled_at for job in jobs()[1:]} == {NEXT}
    assert mail_due(bo, NEXT) == 3
    assert mail_due(bo, NEXT + kinds.PACE) == 0
    assert [each.subject for each in mail.outbox][1:] == ["3 things for you in the desk"]
    assert all(f"Case {minute}" in mail.outbox[1].body for minute in (1, 2, 3))


def test_the_mail_says_who_where_and_the_subject_line_but_none_of_the_words(ticket, aki, bo):
    ticket_actions.add_note(ticket=ticket, author=aki, body="@bo look at the secret handshake", now=NOW)
    mail_due(bo)
    [sent] = mail.outbox
    assert sent.to == [bo.email]
    assert sent.subject == f"[{ticket.reference}] aki mentioned you"
    assert ticket.subject in sent.body
    assert f"/admin/tickets/ticket/{ticket.reference}/change/" in sent.body
    assert "handshake" not in sent.body
    assert "find the button" not in sent.body


def test_the_mail_is_in_the_language_of_who_gets_it(ticket, aki, bo):
    change_settings(user=bo, language="ja")
    tell(ticket, bo, aki)
    mail_due(bo)
    # The sender's name is in every catalogue already.
    assert "Product Support team" not in mail.outbox[0].from_email


def test_what_was_read_in_the_desk_meanwhile_needs_no_mail(ticket, aki, bo):
    tell(ticket, bo, aki)
    actions.saw(ticket=ticket, person=bo, now=NOW)
    assert unread(bo) == []
    assert mail_due(bo) == 0
    assert mail.outbox == []


def test_a_mail_that_cannot_be_sent_leaves_all_for_the_next_try(ticket, aki, bo, monkeypatch):
    tell(ticket, bo, aki)
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", lambda *_, **__: (_ for _ in ()).throw(OSError("down")))
        with pytest.raises(OSError, match="down"):
            mail_due(bo)
    assert mail_due(bo) == 1


@pytest.mark.parametrize("lost", ["left", "rights", "address"])
def test_who_left_or_may_not_see_it_any_more_gets_nothing(ticket, aki, bo, lost):
    tell(ticket, bo, aki)
    if lost == "rights":
        type(ticket).objects.filter(pk=ticket.pk).update(rule="compliance")
    else:
        User.objects.filter(pk=bo.pk).update(**({"is_active": False} if lost == "left" else {"email": ""}))
    assert mail_due(bo) == 0
    assert mail.outbox == []


def test_a_mail_whose_job_was_lost_gets_another(ticket, aki, bo):
    tell(ticket, bo, aki)
    assert actions.queue_lost_mail(now=NOW) == 0
    assert actions.queue_lost_mail(now=NOW + timedelta(minutes=16)) == 1
    assert [job.args for job in jobs()] == [{"person_id": bo.pk}] * 2


def test_after_ninety_days_they_go(ticket, aki, bo):
    tell(ticket, bo, aki)
    assert actions.forget_old(now=NOW + timedelta(days=90)) == 0
    assert actions.forget_old(now=NOW + timedelta(days=91)) == 1


def test_who_is_given_a_ticket_hears_of_it_and_who_lost_it_again_does_not(ticket, aki, bo):
    ticket_actions.assign(ticket=ticket, author=aki, assignee=bo)
    assert unread(bo) == ["assigned"]
    ticket_actions.assign(ticket=ticket, author=aki, assignee=aki)
    assert unread(bo) == []
    assert unread(aki) == []
