"""Writing on a ticket: drafts, replies that wait and are taken back, and going on to the next."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import cast
from tests.tickets.conftest import jobs_for, mail, open_ticket, receive
from tickets import actions as ticket_actions
from tickets.mail.actions import delivering, requeueing
from tickets.models import Macro, Message, OutgoingEmail, ReplyDraft, SentReply, Ticket
from tickets.refusals import TicketChangedError, TicketRefusedError
from tickets.replies import actions
from tickets.replies.restoring import to_put_back

pytestmark = pytest.mark.django_db
WAIT = timedelta(seconds=10)


def send(ticket, author, **changes):
    wanted = {"body": "Try the App Store.", "solve": False, "wait": WAIT, "now": timezone.now()}
    wanted |= {"expected_version": Ticket.objects.get(pk=ticket.pk).version}
    return actions.send_reply(ticket=ticket, author=author, **wanted | changes)


def take_back(message, author, **changes):
    return actions.take_back(message=message, author=author, **{"now": timezone.now()} | changes)


def snapshot(ticket):
    ticket.refresh_from_db()
    names = ("status", "waiting_since", "solved_at", "first_replied_at", "assignee_id", "team_id", "priority")
    return {name: getattr(ticket, name) for name in names}


def kinds(ticket):
    return list(ticket.events.values_list("kind", flat=True))


# --- a reply waits ---


def test_the_mail_of_a_reply_waits_and_only_staff_see_it(ticket, aki):
    message = send(ticket, aki)
    (job,) = jobs_for(message.emails.get())
    assert job.scheduled_at == message.held_until
    assert message.held_until - message.created_at == WAIT
    assert message not in ticket.messages.visible_to_customer()
    Message.objects.filter(pk=message.pk).update(held_until=timezone.now() - WAIT)
    assert message in ticket.messages.visible_to_customer()


def test_without_a_wait_it_leaves_at_once_and_nothing_is_kept(ticket, aki):
    message = send(ticket, aki, wait=timedelta(0))
    assert jobs_for(message.emails.get()).get().scheduled_at is None
    assert message in ticket.messages.visible_to_customer()
    assert not SentReply.objects.exists()


def test_a_waiting_mail_that_is_queued_is_no_lost_one(ticket, aki):
    email = send(ticket, aki).emails.get()
    OutgoingEmail.objects.update(created_at=timezone.now() - timedelta(hours=1))
    requeueing.queue_lost_sendings(now=timezone.now())
    assert jobs_for(email).count() == 1


def test_an_answer_is_new_from_when_it_is_shown_not_from_when_it_was_written(ticket, aki):
    message = send(ticket, aki)
    looked = message.created_at + WAIT / 2
    Message.objects.filter(pk=message.pk).update(held_until=looked + timedelta(seconds=1))
    assert not Message.objects.replies_shown_after(looked).exists()
    Message.objects.filter(pk=message.pk).update(
        created_at=looked - timedelta(hours=1), held_until=looked - timedelta(minutes=1)
    )
    assert Message.objects.replies_shown_after(looked - timedelta(minutes=2)).exists()
    assert not Message.objects.replies_shown_after(looked).exists()


# --- and is taken back ---


@pytest.mark.parametrize("solve", [False, True])
def test_taking_back_leaves_the_ticket_as_it_was(ticket, aki, solve):
    before = snapshot(ticket)
    macro = Macro.objects.create(name="x", team=Group.objects.create(name="Billing"), priority=40)
    message = send(ticket, aki, solve=solve, macros=[macro])
    assert snapshot(ticket) != before
    draft = take_back(message, aki)
    macro.refresh_from_db()
    assert snapshot(ticket) == before
    assert (draft.body, draft.is_note, draft.macros) == ("Try the App Store.", False, [macro.pk])
    assert (macro.used, kinds(ticket)) == (0, ["reply_taken_back"])
    assert not ticket.messages.filter(kind="reply").exists()
    assert [email.kind for email in ticket.emails.all()] == ["receipt"]
    assert not SentReply.objects.exists()


def test_a_job_that_comes_to_a_taken_back_mail_sends_nothing(ticket, aki, mailoutbox):
    message = send(ticket, aki)
    number = message.emails.get().pk
    take_back(message, aki)
    assert ProcrastinateJob.objects.filter(args={"email_id": number}).exists()
    delivering.deliver(number, last_attempt=False)
    assert mailoutbox == []


def test_a_taken_back_reply_is_found_no_more(ticket, aki):
    take_back(send(ticket, aki, body="Xylophone"), aki)
    assert not cast.staff_browser(name="other").get("/admin/tickets/ticket/?q=xylophone").context["cl"].result_list


def test_what_somebody_changed_since_stays_changed(ticket, aki, editor):
    message = send(ticket, aki)
    ticket_actions.set_priority(ticket=ticket, author=aki, priority=Ticket.Priority.URGENT)
    ticket_actions.add_customer_message(ticket=ticket, body="Never mind", channel="messenger")
    take_back(message, aki)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.priority, ticket.assignee, ticket.first_replied_at) == ("open", 40, None, None)
    assert [row.body for row in ticket.messages.all()] == ["I can't find the button.", "Never mind"]


def test_behind_a_later_reply_the_ticket_stands_as_that_one_left_it(ticket, aki):
    first, _second = send(ticket, aki, body="First"), send(ticket, aki, body="Second")
    take_back(first, aki)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee) == ("pending", aki)
    assert [row.body for row in ticket.messages.filter(kind="reply")] == ["Second"]


def test_what_was_begun_meanwhile_stays_below(ticket, aki):
    message = send(ticket, aki, body="First")
    actions.keep_draft(ticket=ticket, author=aki, body="Second", is_note=True, now=timezone.now())
    assert take_back(message, aki).body == "First\n\nSecond"


@pytest.mark.parametrize("status", ["sending", "sent", "failed"])
def test_a_mail_in_a_workers_hand_is_not_taken_back(ticket, aki, status):
    message, now = send(ticket, aki), timezone.now()
    times = {"sending": {"claimed_at": now}, "sent": {"sent_at": now}}
    message.emails.update(status=status, **times.get(status, {}))
    with pytest.raises(TicketRefusedError, match="too_late"):
        take_back(message, aki)
    assert Message.objects.filter(pk=message.pk).exists()


def test_once_the_time_is_over_or_by_somebody_else_nothing_is_taken_back(ticket, aki):
    message = send(ticket, aki)
    for author, now in ((aki, message.held_until), (cast.staff(name="other"), message.created_at)):
        with pytest.raises(TicketRefusedError, match="too_late"):
            take_back(message, author, now=now)
    take_back(message, aki)
    with pytest.raises(TicketRefusedError, match="too_late"):
        take_back(message, aki)


def test_a_reply_without_an_address_is_taken_back_too(aki):
    ticket = open_ticket(requester_email="", rule="compliance", reason="compliance", identity={})
    take_back(send(ticket, aki), aki)
    assert ticket.messages.count() == 1


def test_what_can_be_taken_back_no_more_goes_soon(ticket, aki):
    old = send(ticket, aki, now=timezone.now() - timedelta(hours=1))
    new = send(ticket, aki)
    assert [row.pk for row in SentReply.objects.all()] == [new.pk]
    assert Message.objects.filter(pk=old.pk).exists()


def test_a_reply_to_an_old_page_leaves_nothing(ticket, aki):
    with pytest.raises(TicketChangedError):
        send(ticket, aki, expected_version=9)
    assert not SentReply.objects.exists()


NEW = {
    **{"status": "new", "waiting_since": "2026-11-26T09:00:00+00:00", "solved_at": None, "first_replied_at": None},
    **{"assignee_id": None, "team_id": None, "priority": 20},
}
SENT = NEW | {"status": "pending", "waiting_since": None, "first_replied_at": "2026-11-26T09:05:00+00:00"}


@pytest.mark.parametrize(
    ("since", "names"),
    [
        ({}, {"status", "waiting_since", "solved_at", "first_replied_at"}),
        ({"status": "open", "waiting_since": "2026-11-26T09:05:03+00:00"}, {"first_replied_at"}),
        ({"first_replied_at": None}, {"status", "waiting_since", "solved_at"}),
        ({"priority": 40, "assignee_id": 3}, {"status", "waiting_since", "solved_at", "first_replied_at"}),
    ],
)
def test_what_is_put_back_is_what_the_reply_changed_and_nobody_since(since, names):
    found = to_put_back(SENT | since, NEW, SENT)
    assert set(found) == names
    assert "status" not in found or (found["status"], found["waiting_since"].hour) == ("new", 9)


# --- drafts ---


def test_a_draft_is_one_for_each_and_goes_with_the_text(ticket, aki):
    other = cast.staff(name="other")
    for author, body in ((aki, "a"), (other, "b"), (aki, "ab")):
        actions.keep_draft(ticket=ticket, author=author, body=body, is_note=False, now=timezone.now())
    assert set(ReplyDraft.objects.values_list("author__username", "body")) == {("aki", "ab"), ("other", "b")}
    actions.keep_draft(ticket=ticket, author=aki, body=" \n", is_note=False, now=timezone.now())
    assert ReplyDraft.objects.get().author == other


@pytest.mark.parametrize("write", ["send", "note"])
def test_what_is_sent_is_no_draft_any_more(ticket, aki, write):
    actions.keep_draft(ticket=ticket, author=aki, body="Hello", is_note=False, now=timezone.now())
    if write == "send":
        send(ticket, aki, body="Hello")
    else:
        actions.write_note(ticket=ticket, author=aki, body="Hello", now=timezone.now())
    assert not ReplyDraft.objects.exists()


def test_what_comes_late_from_a_page_that_was_sent_is_no_draft(ticket, aki):
    seen = ticket.messages.get().pk
    send(ticket, aki)
    late = {"ticket": ticket, "author": aki, "body": "Try the App St", "is_note": False, "now": timezone.now()}
    assert actions.keep_draft(**late, seen=seen) is None
    assert not ReplyDraft.objects.exists()
    assert actions.keep_draft(**late, seen=ticket.messages.last().pk) is not None


def test_a_draft_changes_nothing_on_the_ticket(ticket, aki):
    version = ticket.version
    actions.keep_draft(ticket=ticket, author=aki, body="x", is_note=False, now=timezone.now())
    ticket.refresh_from_db()
    assert ticket.version == version


def test_a_mail_that_joins_within_the_wait_is_answered_by_no_ghost(ticket, aki):
    receipt = ticket.emails.get()
    message = send(ticket, aki)
    receive(mail(to=receipt.reply_to, text="Wait, one more thing."))
    take_back(message, aki)
    again = send(ticket, aki, wait=timedelta(0)).emails.get()
    assert again.references == f"{receipt.mail_id} <one@mail.example>"
