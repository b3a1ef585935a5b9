"""Fin's answers are written here and nowhere else."""

import time
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from messenger.access import asker, has_fin, support_of
from messenger.conversations.flow import Stage
from messenger.conversations.models import Conversation, Message
from messenger.corrections.actions import keep_shown
from messenger.corrections.models import ShownText
from messenger.fin import outcome_actions
from messenger.fin.answering import Answer, Question
from messenger.fin.answering import answer as answered
from messenger.fin.asking import posed
from messenger.fin.models import FinAnswer
from messenger.fin.writing import Written, written

# Earlier questions that are looked at: whether the same was asked before, and what a short one goes on from.
_EARLIER = 6


def answer(*, message_id: int) -> None:
    """Fill a pending answer and note what it came from. A message that is gone or already answered is left alone."""
    began = time.monotonic()
    message = _waiting(message_id).select_related("conversation__topic", "conversation__visitor__customer").first()
    if message is None:
        return
    if not has_fin(message.conversation.visitor, message.conversation):
        _step_aside(message)
        return
    question = question_of(message)
    wrote = written(question, answered(question), message.conversation, partial(_grow, message_id))
    found = wrote.answer
    with transaction.atomic():
        stored = _waiting(message_id).update(
            text=found.whole,
            citations=found.citations,
            choices=found.choices,
            language=found.locale,
            state=Message.State.READY,
        )
        if not stored:
            return
        note = _note(message, question, wrote, milliseconds=round((time.monotonic() - began) * 1000))
        outcome_actions.note_asked_on(answer=note, conversation_id=message.conversation_id)
        if found.decided.onward:
            Conversation.objects.filter(pk=message.conversation_id, stage=Stage.CHAT).update(unsolved=True)


def give_up(*, message_id: int) -> None:
    """Mark an answer that won't come, so that the page says so."""
    _waiting(message_id).update(state=Message.State.FAILED)


def question_of(message: Message) -> Question:
    """What a pending answer has to answer: the person's last words, those before, and who asks about what."""
    conversation = message.conversation
    said = conversation.messages.filter(author=Message.Author.PERSON).order_by("-pk").values_list("text", flat=True)
    newest, *earlier = [*said[: _EARLIER + 1]] or [conversation.text]
    return posed(
        newest,
        conversation.locale,
        support=support_of(conversation.visitor, conversation.topic_kind),
        identity=asker(conversation.visitor).identity,
        topic=conversation.topic,
        before=tuple(reversed(earlier)),
    )


def _step_aside(message: Message) -> None:
    """Fin was switched off for this person while the question waited: nothing is said, the way onward is shown."""
    with transaction.atomic():
        if _waiting(message.pk).delete()[0]:
            Conversation.objects.filter(pk=message.conversation_id, stage=Stage.CHAT).update(unsolved=True)


def _grow(message_id: int, text: str) -> None:
    """What is written so far, for those who wait; it may still come to nothing."""
    _waiting(message_id).update(text=text)


def _note(message: Message, question: Question, wrote: Written, *, milliseconds: int) -> FinAnswer:
    found = wrote.answer
    used = dict.fromkeys(found.decided.offered, "offered")
    # What a model's sentences stand on is what it says, whatever would have been quoted without it.
    used |= dict.fromkeys(wrote.cited or found.decided.quoted, "quoted")
    topic = message.conversation.topic
    sections = [
        {
            "number": each.passage.number,
            "locale": each.passage.locale,
            "version": each.quote.version,
            "title": each.passage.title,
            "heading": each.passage.heading,
            "anchor": each.passage.anchor,
            "score": round(each.score, 3),
            "used": used.get(at, ""),
        }
        for at, each in enumerate(found.found)
    ]
    noted = FinAnswer.objects.create(
        message=message,
        question=question.text,
        locale=found.locale,
        topic=topic.slug if topic else "",
        decision=found.decided.decision,
        intent=found.decided.intent,
        rule=question.support.rule,
        sections=sections,
        articles=sorted({each["number"] for each in sections if each["used"] == "quoted"}),
        model=wrote.model,
        unwritten=wrote.unwritten,
        tokens=wrote.tokens,
        micros=wrote.micros,
        milliseconds=milliseconds,
    )
    keep_shown(answer=noted, texts=_shown(found))
    return noted


def _shown(found: Answer) -> list[ShownText]:
    """What stands in the sections that are quoted, or that a model wrote from."""
    cited = {(each["number"], each["locale"], each["anchor"]) for each in found.citations}
    return [
        ShownText(
            number=each.passage.number,
            locale=each.passage.locale,
            version=each.quote.version,
            anchor=each.passage.anchor,
            heading=each.passage.heading,
            text=each.quote.text or each.passage.text,
        )
        for each in found.found
        if (each.passage.number, each.passage.locale, each.passage.anchor) in cited
    ]


def _waiting(message_id: int) -> QuerySet[Message]:
    return Message.objects.filter(pk=message_id, state=Message.State.PENDING)
