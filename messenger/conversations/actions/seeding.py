"""Fills the conversations for measuring, one for each case that never was; the caller's bulk_load is around it."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from messenger.models import CONSENT_VERSION, Conversation, Message
from tickets.actions.seeding import conversation_of
from tickets.sample_cases import Case
from web.copying import Row, copy_rows

TABLES = (Conversation, Message)


def seed_conversations(*, cases: Sequence[Case], topics: Sequence[int]) -> None:
    """The conversation before each ticket, with what was asked and what Fin said; some needed no ticket."""
    answered = [case for case in cases if _was_answered_before(case)]
    copy_rows(Conversation, (_conversation(case, topics) for case in cases))
    copy_rows(Conversation, (_answered(case, topics) for case in answered))
    copy_rows(Message, (row for case in cases for row in _messages(case, 2 * case.number)))
    copy_rows(Message, (row for case in answered for row in _messages(case, 2 * case.number + 1)))


def _was_answered_before(case: Case) -> bool:
    return case.number % 4 == 0


def _answered(case: Case, topics: Sequence[int]) -> Row:
    own = {"id": 2 * case.number + 1, "reference": f"{conversation_of(case)}a", "stage": "resolved"}
    return {**_conversation(case, topics), **own, "unsolved": False, "ticket_id": None}


def _conversation(case: Case, topics: Sequence[int]) -> Row:
    return {
        "id": 2 * case.number,
        "reference": conversation_of(case),
        "visitor_id": case.customer,
        "customer_id": case.customer,
        "locale": case.who.locale,
        "stage": "handed_over",
        "text": case.said[0].body,
        "topic_id": topics[case.number % len(topics)],
        "consent_version": CONSENT_VERSION,
        "consent_locale": case.who.locale,
        "consented_at": case.created_at,
        "unsolved": True,
        "ticket_id": case.number,
        "seen_at": case.created_at,
        "created_at": case.created_at,
        "updated_at": case.created_at,
    }


def _messages(case: Case, conversation: int) -> Iterator[Row]:
    shared = {"conversation_id": conversation, "state": "ready"}
    yield {
        **shared,
        "id": 2 * conversation,
        "author": "person",
        "text": case.said[0].body,
        "created_at": case.created_at,
    }
    answered = case.created_at + timedelta(seconds=3)
    yield {**shared, "id": 2 * conversation + 1, "author": "fin", "text": case.subject, "created_at": answered}
