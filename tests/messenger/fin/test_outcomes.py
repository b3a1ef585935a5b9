"""What became of an answer: said, or left quietly; and whatever comes later takes back what was assumed."""

from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from messenger.fin import outcome_actions
from messenger.fin.outcomes import after_silence
from messenger.models import Conversation, FinAnswer, Message
from messenger.packets.actions import asking
from tests import cast
from tests.messenger.packs import unsolved
from tests.messenger.steps import answer, at, chatting, proved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("articles")]
DAY = timedelta(hours=24)
QUESTION = "How do I cancel my subscription?"


def outcomes(row: Conversation) -> list[str]:
    return [*FinAnswer.objects.filter(message__conversation=row).order_by("pk").values_list("outcome", flat=True)]


def quiet_for(row: Conversation, time: timedelta = DAY) -> int:
    """Lets so much time pass, and settles; how many answers were settled."""
    now = timezone.now()
    Conversation.objects.filter(pk=row.pk).update(updated_at=now - time)
    FinAnswer.objects.filter(message__conversation=row).update(created_at=now - time)
    return outcome_actions.settle_quiet(now=now)


def says(browser: cast.Browser, row: Conversation, text: str) -> None:
    browser.post(at(row, "ask"), {"text": text})
    answer(row)


@pytest.mark.parametrize(
    ("decision", "outcome"),
    [("quote", "assumed"), ("reach", "assumed"), ("clarify", "unresolved"), ("nothing", "unresolved")],
)
def test_silence_counts_for_an_answer_only_where_there_was_one(decision: str, outcome: str) -> None:
    assert after_silence(decision, is_last=True, went_to_people=False, said_yes=False) == outcome


def test_who_gets_an_answer_and_leaves_is_assumed_to_be_helped_after_a_day_and_once(pro: cast.Browser) -> None:
    row = chatting(pro, text=QUESTION)
    assert quiet_for(row, DAY - timedelta(minutes=1)) == 0
    assert outcomes(row) == [""]
    assert quiet_for(row) == 1
    assert outcomes(row) == ["assumed"]
    assert quiet_for(row) == 0


def test_the_time_of_silence_is_a_setting(pro: cast.Browser, settings) -> None:
    settings.FIN_ASSUMED_AFTER = 3600
    row = chatting(pro, text=QUESTION)
    assert quiet_for(row, timedelta(hours=1)) == 1


@pytest.mark.parametrize(("verb", "outcome"), [("solved", "confirmed"), ("not-solved", "unresolved")])
def test_a_word_later_on_takes_the_place_of_what_was_assumed(verb: str, outcome: str, pro: cast.Browser) -> None:
    row = chatting(pro, text=QUESTION)
    quiet_for(row)
    pro.post(at(row, verb))
    assert outcomes(row) == [outcome]
    assert quiet_for(row) == 0


def test_a_further_question_is_waited_for_and_then_the_last_answer_counts(pro: cast.Browser) -> None:
    row = chatting(pro, text=QUESTION)
    quiet_for(row)
    pro.post(at(row, "ask"), {"text": "How do I delete my account?"})
    assert outcomes(row) == [""]
    answer(row)
    assert outcomes(row) == ["asked_on", ""]
    quiet_for(row)
    assert outcomes(row) == ["asked_on", "assumed"]


def test_a_thank_you_leaves_the_answer_that_it_is_for_and_begins_the_silence_anew(pro: cast.Browser) -> None:
    row = chatting(pro, text=QUESTION)
    says(pro, row, "Thank you!")
    assert FinAnswer.objects.latest("pk").decision == "words"
    FinAnswer.objects.update(created_at=timezone.now() - 2 * DAY)
    assert outcome_actions.settle_quiet(now=timezone.now()) == 0
    quiet_for(row)
    assert outcomes(row) == ["assumed", ""]
    pro.post(at(row, "solved"))
    assert outcomes(row) == ["confirmed", ""]


def test_a_question_that_got_no_answer_is_no_silence(pro: cast.Browser) -> None:
    row = chatting(pro, text=QUESTION)
    pro.post(at(row, "ask"), {"text": "And then?"})
    row.messages.filter(state="pending").update(state=Message.State.FAILED)
    quiet_for(row)
    assert outcomes(row) == ["asked_on"]


def test_a_ticket_says_that_the_answer_did_not_do(pro: cast.Browser) -> None:
    row = chatting(pro, text=QUESTION)
    quiet_for(row)
    proved(row)
    pro.post(at(row, "hand-over"))
    assert outcomes(row) == ["unresolved"]


def test_so_does_a_question_to_the_owners(team_member: cast.Browser) -> None:
    row = unsolved(team_member)
    FinAnswer.objects.update(outcome="assumed")
    asking.ask(conversation=row, visitor=team_member.visitor, text="Please", now=timezone.now())
    assert outcomes(row) == ["unresolved"]


def test_what_a_person_confirmed_stays_so_when_they_ask_something_else(pro: cast.Browser) -> None:
    row = chatting(pro, text=QUESTION)
    pro.post(at(row, "solved"))
    says(pro, row, "How do I delete my account?")
    assert outcomes(row) == ["confirmed", ""]


def test_answers_from_before_there_were_outcomes_are_settled_by_what_followed(pro: cast.Browser) -> None:
    row = chatting(pro, text=QUESTION)
    says(pro, row, "How do I delete my account?")
    FinAnswer.objects.update(outcome="")
    Conversation.objects.filter(pk=row.pk).update(stage="resolved")
    assert quiet_for(row) == 2
    assert outcomes(row) == ["asked_on", "confirmed"]


@pytest.mark.django_db(transaction=True)
def test_what_somebody_is_changing_waits_for_the_next_time(pro: cast.Browser) -> None:
    row = chatting(pro, text=QUESTION)
    other = connections.create_connection("default")
    try:
        Conversation.objects.filter(pk=row.pk).update(updated_at=timezone.now() - 2 * DAY)
        FinAnswer.objects.update(created_at=timezone.now() - 2 * DAY)
        other.set_autocommit(False)
        with other.cursor() as elsewhere:
            elsewhere.execute("SELECT 1 FROM messenger_conversation WHERE id = %s FOR UPDATE", [row.pk])
            assert outcome_actions.settle_quiet(now=timezone.now()) == 0
        other.rollback()
        assert outcome_actions.settle_quiet(now=timezone.now()) == 1
    finally:
        other.close()


def test_many_are_settled_in_several_goes(pro: cast.Browser, monkeypatch) -> None:
    monkeypatch.setattr(outcome_actions, "_AT_ONCE", 1)
    rows = [chatting(pro, text=QUESTION) for _time in range(3)]
    now = timezone.now()
    Conversation.objects.update(updated_at=now - DAY)
    FinAnswer.objects.update(created_at=now - DAY)
    assert outcome_actions.settle_quiet(now=now) == 3
    assert [outcomes(row) for row in rows] == [["assumed"]] * 3
