"""Fin's answer that doesn't come, comes late or fails: nobody waits for ever, and nobody is locked in."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from messenger.conversations import actions
from messenger.conversations.flow import FlowRefusedError, Refusal
from messenger.fin import actions as fin_actions
from messenger.fin import tasks
from messenger.models import STALLED_AFTER, Conversation, Message
from tests import cast
from tests.messenger.steps import answer, at, chatting, taken_up

pytestmark = pytest.mark.django_db


def stalled(browser: cast.Browser, **more: str) -> Conversation:
    """A conversation whose answer has been waited for too long, since a worker was killed over it."""
    row = chatting(browser, answered=False, now=timezone.now() - STALLED_AFTER, **more)
    taken_up()
    return row


def failed(browser: cast.Browser) -> Conversation:
    """A conversation whose answer failed for good."""
    row = chatting(browser, answered=False)
    row.messages.filter(author="fin").update(state="failed")
    taken_up()
    return row


def states(row: Conversation) -> list[str]:
    return [message.state for message in row.messages.filter(author="fin")]


class Job:
    """The job as the worker describes it."""

    def __init__(self, attempts: int) -> None:
        self.attempts = attempts


class Context:
    def __init__(self, attempts: int) -> None:
        self.job = Job(attempts)


# --- the page ---


def test_a_fresh_question_is_waited_for(pro: cast.Browser) -> None:
    page = pro.get(at(chatting(pro, answered=False))).content.decode()
    assert 'data-pace="fin"' in page
    assert "Fin is looking through the help articles" in page
    assert "can't answer at the moment" not in page.replace("&#x27;", "'")


@pytest.mark.parametrize("make", [stalled, failed])
def test_a_page_that_has_waited_long_enough_says_so_and_offers_the_way_onward(make, pro: cast.Browser) -> None:
    row = make(pro)
    page = pro.get(at(row)).content.decode().replace("&#x27;", "'")
    assert "Fin can't answer at the moment." in page
    assert at(row, "ask-again") in page
    assert at(row, "not-solved") in page
    assert "Did this answer your question?" not in page


@pytest.mark.parametrize("make", [stalled, failed])
def test_it_neither_spins_nor_reloads_any_more(make, pro: cast.Browser) -> None:
    page = pro.get(at(make(pro))).content.decode()
    assert 'data-pace="stuck"' in page
    assert 'http-equiv="refresh"' not in page


def test_the_way_onward_without_fin_leads_to_people_for_those_entitled(pro: cast.Browser) -> None:
    row = stalled(pro)
    pro.post(at(row, "not-solved"))
    assert at(row, "hand-over") in pro.get(at(row)).content.decode()
    assert pro.post(at(row, "hand-over")).status_code == 302
    row.refresh_from_db()
    assert row.ticket is not None


def test_after_the_handover_a_late_answer_is_not_written(pro: cast.Browser) -> None:
    row = stalled(pro)
    late = row.messages.get(author="fin").pk
    pro.post(at(row, "hand-over"))
    fin_actions.answer(message_id=late)
    assert states(row) == []
    assert "Fin is looking" not in pro.get(at(row)).content.decode()


# --- asking again ---


def test_a_stalled_question_can_be_asked_again(pro: cast.Browser) -> None:
    row = stalled(pro)
    assert pro.post(at(row, "ask-again")).status_code == 302
    assert states(row) == ["pending"]
    assert 'data-pace="fin"' in pro.get(at(row)).content.decode()
    assert answer(row).state == "ready"


def test_asking_again_queues_one_more_job(pro: cast.Browser) -> None:
    row = failed(pro)
    before = ProcrastinateJob.objects.filter(task_name="messenger.write_answer").count()
    pro.post(at(row, "ask-again"))
    assert ProcrastinateJob.objects.filter(task_name="messenger.write_answer").count() == before + 1


@pytest.mark.parametrize("answered", [True, False])
def test_what_is_answered_or_under_way_is_not_asked_again(answered: bool, pro: cast.Browser) -> None:
    row = chatting(pro, answered=answered)
    assert pro.post(at(row, "ask-again")).status_code == 409


def test_while_no_worker_runs_one_job_waits_however_often_it_is_pressed(pro: cast.Browser) -> None:
    row = stalled(pro)
    statuses = [pro.post(at(row, "ask-again")).status_code]
    for _each in range(3):
        row.messages.filter(author="fin").update(created_at=timezone.now() - STALLED_AFTER)
        refused = pro.post(at(row, "ask-again"))
        statuses.append(refused.status_code)
    assert statuses == [302, 409, 409, 409]
    assert "still in line for Fin" in refused.content.decode()
    assert ProcrastinateJob.objects.filter(task_name="messenger.write_answer", status="todo").count() == 1


def test_a_new_question_takes_the_place_of_a_stalled_one(pro: cast.Browser) -> None:
    row = stalled(pro)
    assert pro.post(at(row, "ask"), {"text": "something else"}).status_code == 302
    assert states(row) == ["failed", "pending"]


def test_the_late_answer_to_the_old_question_is_left_out(pro: cast.Browser) -> None:
    row = stalled(pro)
    old = row.messages.get(author="fin").pk
    pro.post(at(row, "ask"), {"text": "something else"})
    fin_actions.answer(message_id=old)
    assert states(row) == ["failed", "pending"]


def test_the_action_refuses_on_its_own(pro: cast.Browser) -> None:
    row = chatting(pro)
    with pytest.raises(FlowRefusedError) as refused:
        actions.ask_again(conversation=row, visitor=pro.visitor, now=timezone.now())
    assert refused.value.refusal == Refusal.WRONG_STEP


def test_asking_again_counts_against_the_limit(locked_out: cast.Browser, limit) -> None:
    limit("ask", visit=1)
    row = stalled(locked_out, topic="other")
    assert locked_out.post(at(row, "ask-again")).status_code == 429


def test_a_legacy_sign_in_cannot_ask_again(console_admin: cast.Browser) -> None:
    row = stalled(console_admin, topic="api")
    console_admin.visitor.domain = cast.domain(host="console.localhost")
    console_admin.visitor.save()
    assert console_admin.post(at(row, "ask-again")).status_code == 409
    assert states(row) == ["pending"]


# --- the worker's side ---


@pytest.mark.parametrize(("attempts", "state"), [(0, "pending"), (1, "pending"), (2, "failed")])
def test_the_third_failure_is_the_last(attempts: int, state: str, pro: cast.Browser, monkeypatch) -> None:
    def fails(*args: object) -> None:
        raise RuntimeError("no library")

    monkeypatch.setattr("messenger.fin.actions.answered", fails)
    row = chatting(pro, answered=False)
    with pytest.raises(RuntimeError):
        tasks.write_answer(Context(attempts), row.messages.get(author="fin").pk)
    assert states(row) == [state]


@pytest.mark.parametrize(("attempts", "again"), [(0, True), (1, True), (2, False)])
def test_the_queue_tries_as_often_as_the_task_believes(attempts: int, again: bool) -> None:
    decision = tasks.write_answer.retry_strategy.get_retry_decision(exception=RuntimeError(), job=Job(attempts))
    assert (decision is not None) is again


def test_an_answer_is_written_once(pro: cast.Browser, monkeypatch) -> None:
    row = chatting(pro)
    monkeypatch.setattr("messenger.fin.actions.answered", lambda *given: pytest.fail("asked twice"))
    tasks.write_answer(Context(0), row.messages.get(author="fin").pk)
    assert states(row) == ["ready"]


def test_an_answer_to_a_deleted_conversation_is_no_error(pro: cast.Browser) -> None:
    row = chatting(pro, answered=False)
    waiting = row.messages.get(author="fin").pk
    pro.post(at(row, "delete"))
    tasks.write_answer(Context(0), waiting)
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("state", "age", "stuck"),
    [("pending", 0, False), ("pending", 19, False), ("pending", 20, True), ("ready", 99, False), ("failed", 0, True)],
)
def test_when_an_answer_counts_as_stuck(state: str, age: int, stuck: bool) -> None:
    now = timezone.now()
    assert Message(state=state, created_at=now - timedelta(seconds=age)).is_stuck(now) is stuck
