"""Replies that leave later: on time, whole, and never past something that happened since."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import StaffSettings, User
from tests import cast
from tests.tickets.conftest import open_ticket
from tickets import actions as tickets
from tickets.models import Macro, Message, ReplyDraft, ScheduledReply, Ticket
from tickets.refusals import TicketRefusedError
from tickets.replies import actions
from tickets.replies.actions import later
from tickets.replies.scheduling import Hold, Standing, hold
from tickets.workflow import Event

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def aki(db):
    """An agent who may work on tickets."""
    return cast.staff(name="aki", groups=("agents",))


def put_off(ticket, author, **changes):
    version = Ticket.objects.get(pk=ticket.pk).version
    said = {"body": "It is mended.", "solve": True, "expected_version": version, "now": timezone.now()}
    said |= {"leaves_at": timezone.now() + HOUR}
    return later.schedule(ticket=ticket, author=author, **said | changes)


def time_comes():
    return later.send_due(now=timezone.now() + HOUR + timedelta(seconds=1))


def kinds(ticket):
    return list(ticket.events.values_list("kind", flat=True))


def customer_writes(ticket):
    return tickets.add_customer_message(ticket=ticket, body="Wait, one more thing.", channel="case_page")


@pytest.mark.parametrize(
    ("closed", "wrote", "answered", "may", "found"),
    [
        (False, False, False, True, None),
        (True, True, True, False, Hold.CLOSED),
        (False, True, True, True, Hold.CUSTOMER_WROTE),
        (False, False, True, False, Hold.ANSWERED),
        (False, False, False, False, Hold.AUTHOR_GONE),
    ],
)
def test_the_weightiest_reason_holds_it_back(closed, wrote, answered, may, found):
    assert hold(Standing(is_closed=closed, customer_wrote=wrote, answered=answered, author_may=may)) == found


# --- until then, and on time ---


def test_nothing_changes_before_its_time(ticket, aki):
    put_off(ticket, aki)
    assert later.send_due(now=timezone.now()) == 0
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee) == ("new", None)
    assert ticket.messages.count() == 1
    assert not ticket.emails.filter(kind="reply").exists()


def test_it_leaves_on_time_with_what_goes_with_it(ticket, aki):
    macro = Macro.objects.create(name="Mended", priority=Ticket.Priority.HIGH)
    put_off(ticket, aki, macros=[macro])
    assert time_comes() == 1
    ticket.refresh_from_db()
    assert (ticket.status, ticket.priority, ticket.assignee) == ("solved", Ticket.Priority.HIGH, aki)
    assert ticket.messages.last().body == "It is mended."
    assert ticket.emails.filter(kind="reply", status="queued").count() == 1
    assert not ScheduledReply.objects.exists()
    assert time_comes() == 0


def test_what_its_author_writes_meanwhile_stays_a_draft(ticket, aki):
    put_off(ticket, aki)
    actions.keep_draft(ticket=ticket, author=aki, body="Another thought", is_note=True, now=timezone.now())
    time_comes()
    assert ReplyDraft.objects.get().body == "Another thought"


def test_a_note_meanwhile_is_no_reason(ticket, aki):
    put_off(ticket, aki)
    actions.write_note(ticket=ticket, author=aki, body="Among us", now=timezone.now())
    assert time_comes() == 1


@pytest.mark.parametrize(
    ("changes", "reason"), [({"body": " "}, "empty"), ({"leaves_at": timezone.now() - HOUR}, "no_time")]
)
def test_what_cant_be_put_off_keeps_the_draft(ticket, aki, changes, reason):
    actions.keep_draft(ticket=ticket, author=aki, body="Typed", is_note=False, now=timezone.now())
    with pytest.raises(TicketRefusedError, match=reason):
        put_off(ticket, aki, **changes)
    assert ReplyDraft.objects.get().body == "Typed"


# --- held back ---


def close(ticket, aki):
    tickets.change_status(ticket=ticket, author=aki, event=Event.SOLVE)
    tickets.change_status(ticket=ticket, author=aki, event=Event.CLOSE)


def answer(ticket, aki):
    tickets.reply(ticket=ticket, author=cast.staff(name="ben"), body="I have it.")


def leave(ticket, aki):
    User.objects.filter(pk=aki.pk).update(is_active=False)


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (lambda ticket, aki: customer_writes(ticket), "customer_wrote"),
        (close, "closed"),
        (answer, "answered"),
        (leave, "author_gone"),
    ],
)
def test_it_is_held_back_with_a_word_when_something_happened(ticket, aki, happens, reason):
    put_off(ticket, aki)
    happens(ticket, aki)
    assert time_comes() == 0
    assert ScheduledReply.objects.get().held_back == reason
    assert not ticket.messages.filter(body="It is mended.").exists()
    assert ticket.events.get(kind="reply_held_back").arguments == {"reason": reason}
    assert time_comes() == 0
    assert kinds(ticket).count("reply_held_back") == 1


def test_a_rule_that_says_no_holds_it_back_and_no_other(ticket, aki):
    proved = open_ticket(proof={"Card": "1234"})
    put_off(proved, aki)
    put_off(ticket, aki)
    assert time_comes() == 1
    assert ScheduledReply.objects.get().held_back == "refused"


# --- by hand ---


def test_edited_it_is_a_draft_above_what_was_begun(ticket, aki):
    reply = put_off(ticket, aki)
    actions.keep_draft(ticket=ticket, author=aki, body="Begun", is_note=False, now=timezone.now())
    later.take_to_edit(scheduled=reply, author=aki, now=timezone.now())
    assert ReplyDraft.objects.get().body == "It is mended.\n\nBegun"
    assert time_comes() == 0
    with pytest.raises(TicketRefusedError, match="gone"):
        later.send_scheduled(scheduled=reply, now=timezone.now())


def test_sent_by_hand_it_leaves_though_the_customer_wrote(ticket, aki):
    reply = put_off(ticket, aki)
    customer_writes(ticket)
    time_comes()
    later.send_scheduled(scheduled=ScheduledReply.objects.get(), now=timezone.now())
    assert Message.objects.filter(body="It is mended.").count() == 1
    with pytest.raises(TicketRefusedError, match="gone"):
        later.take_to_edit(scheduled=reply, author=aki, now=timezone.now())


# --- on the page ---


def address(ticket, verb="change"):
    return f"/admin/tickets/ticket/{ticket.reference}/{verb}/"


def post(browser, ticket, **form):
    typed = {"mode": "reply", "body": "Good morning", "version": ticket.version}
    typed |= {"seen": f"{ticket.messages.last().pk}-0"}
    return browser.post(address(ticket, "later"), typed | form)


def test_only_staff_see_it_and_anybody_of_them_may_stop_it(agent, lead, ticket):
    post(agent, ticket, later="tomorrow")
    reply = ScheduledReply.objects.get()
    shown = lead.get(address(ticket)).content.decode()
    assert "Good morning</div>" in shown
    assert ">leaves " in shown
    lead.post(address(ticket, f"later/{reply.pk}/edit"))
    assert ReplyDraft.objects.get().author.username == "lead"
    assert agent.post(address(ticket, f"later/{reply.pk}/send")).status_code == 404


def test_a_time_of_ones_own_counts_on_ones_own_clock(agent, ticket):
    StaffSettings.objects.create(user=agent.user, time_zone="Asia/Tokyo")
    day = (timezone.now() + timedelta(days=3)).date()
    answer = post(agent, ticket, later_at=f"{day}T09:30", later_solves="on")
    assert answer.status_code == 302
    reply = ScheduledReply.objects.get()
    assert reply.leaves_at.astimezone(timezone.get_fixed_timezone(540)).strftime("%H:%M") == "09:30"
    assert reply.solve


@pytest.mark.parametrize(
    "form", [{}, {"later": "never"}, {"later_at": "2020-01-01T00:00"}, {"later": "tomorrow", "mode": "note"}]
)
def test_what_is_wrong_brings_the_typed_text_back(agent, ticket, form):
    answer = post(agent, ticket, body="Kept words", **form)
    assert answer.status_code in {409, 422}
    assert "Kept words</textarea>" in answer.content.decode()
    assert not ScheduledReply.objects.exists()


def test_the_page_says_before_its_time_that_it_wont_leave_by_itself(agent, ticket):
    post(agent, ticket, later="monday")
    customer_writes(ticket)
    assert "The customer wrote since" in agent.get(address(ticket)).content.decode()
    assert "The customer wrote since" not in agent.get(address(open_ticket())).content.decode()


def test_sent_now_by_its_author_it_can_be_undone(agent, ticket):
    post(agent, ticket, later="tomorrow")
    answer = agent.post(address(ticket, f"later/{ScheduledReply.objects.get().pk}/send"), follow=True)
    assert "data-undo" in answer.content.decode()


def test_a_page_from_before_a_change_puts_nothing_off(agent, ticket):
    tickets.set_priority(ticket=ticket, author=cast.staff(name="ben"), priority=Ticket.Priority.HIGH)
    assert post(agent, ticket, later="tomorrow").status_code == 409
    assert not ScheduledReply.objects.exists()
