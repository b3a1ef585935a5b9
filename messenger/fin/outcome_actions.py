"""What became of Fin's answers is written here: by what the person does, and by their silence."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from messenger.conversations.flow import Stage
from messenger.conversations.models import Conversation, Message
from messenger.fin.deciding import Decision
from messenger.fin.models import FinAnswer
from messenger.fin.outcomes import UNSAID, Outcome, after_silence
from messenger.packets.models import Packet

_AT_ONCE = 500


def note_outcome(*, conversation: Conversation, helped: bool) -> None:
    """Keep with the last answer what the person said of it; the caller's transaction."""
    last = _of(conversation).first() or _all_of(conversation).first()
    if last is not None:
        _say([last.pk], Outcome.CONFIRMED if helped else Outcome.UNRESOLVED)


def note_went_to_people(*, conversation: Conversation) -> None:
    """A ticket was opened, or somebody asked to open one: the last answer didn't do. The caller's transaction."""
    last = _of(conversation).first()
    if last is not None and last.outcome in UNSAID:
        _say([last.pk], Outcome.UNRESOLVED)


def note_asked_on(*, answer: FinAnswer, conversation_id: int) -> None:
    """The answers before this one weren't the last. One in mere words ("You're welcome") leaves them as they are."""
    if answer.decision != Decision.WORDS:
        earlier = FinAnswer.objects.filter(message__conversation=conversation_id, pk__lt=answer.pk, outcome__in=UNSAID)
        _say(earlier.exclude(decision=Decision.WORDS).values_list("pk", flat=True), Outcome.ASKED_ON)


def note_written(*, conversation: Conversation) -> None:
    """The person wrote once more, so nothing is assumed any longer; the caller's transaction."""
    _say(_of(conversation).filter(outcome=Outcome.ASSUMED).values_list("pk", flat=True), Outcome.OPEN)


def settle_quiet(*, now: datetime) -> int:
    """Give an outcome to each answer whose conversation has been quiet for `FIN_ASSUMED_AFTER` seconds; how many.

    Two may do so at once: each takes conversations that nobody else holds, and asks again once it has them.
    """
    before, settled, after = now - timedelta(seconds=settings.FIN_ASSUMED_AFTER), 0, 0
    rows = _open(before).order_by("pk").values_list("pk", "message__conversation")
    while found := list(rows.filter(pk__gt=after)[:_AT_ONCE]):
        after = found[-1][0]
        settled += _settle({conversation for _key, conversation in found}, before)
    return settled


def _settle(conversations: Iterable[int], before: datetime) -> int:
    due: dict[Outcome, list[int]] = defaultdict(list)
    with transaction.atomic():
        quiet = Conversation.objects.filter(pk__in=conversations, updated_at__lte=before).order_by("pk")
        # Whatever a person does holds the same row: either it is seen here, or it sees what was written here.
        held = list(quiet.select_for_update(skip_locked=True, no_key=True).values_list("pk", flat=True))
        for key, *what_followed in _what_followed(_open(before).filter(message__conversation__in=held)):
            due[_outcome(*what_followed)].append(key)
        for outcome, keys in due.items():
            _say(keys, outcome)
    return sum(map(len, due.values()))


def _what_followed(rows: QuerySet[FinAnswer]) -> Iterable[tuple[Any, ...]]:
    """(key, decision, answered after, the last message's author and state, stage, ticket, asked people) of each."""
    last = Message.objects.filter(conversation=OuterRef("message__conversation")).order_by("-pk")
    later = FinAnswer.objects.filter(message__conversation=OuterRef("message__conversation"), pk__gt=OuterRef("pk"))
    return rows.annotate(
        followed=Exists(later.exclude(decision=Decision.WORDS)),
        last_author=Subquery(last.values("author")[:1]),
        last_state=Subquery(last.values("state")[:1]),
        asked_people=Exists(Packet.objects.filter(conversation=OuterRef("message__conversation"))),
    ).values_list(
        *("pk", "decision", "followed", "last_author", "last_state"),
        *("message__conversation__stage", "message__conversation__ticket", "asked_people"),
    )


def _outcome(
    decision: str, followed: bool, author: str, state: str, stage: str, ticket: int | None, asked: bool
) -> Outcome:
    has_last_word = (author, state) == (Message.Author.FIN, Message.State.READY)
    return after_silence(
        decision,
        is_last=has_last_word and not followed,
        went_to_people=ticket is not None or asked,
        said_yes=stage == Stage.RESOLVED,
    )


def _open(before: datetime) -> QuerySet[FinAnswer]:
    """Those that nothing was said of, and that were given by then."""
    return FinAnswer.objects.filter(outcome=Outcome.OPEN, created_at__lte=before).exclude(decision=Decision.WORDS)


def _all_of(conversation: Conversation) -> QuerySet[FinAnswer]:
    return FinAnswer.objects.filter(message__conversation=conversation).order_by("-pk")


def _of(conversation: Conversation) -> QuerySet[FinAnswer]:
    """The conversation's answers, newest first, without those in mere words: a thank-you isn't what was asked."""
    return _all_of(conversation).exclude(decision=Decision.WORDS)


def _say(keys: Iterable[int], outcome: Outcome) -> None:
    FinAnswer.objects.filter(pk__in=keys).update(outcome=outcome)
