"""Everything that changes a conversation: one transaction each, the row locked, the entitlements asked again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Visitor
from messenger.access import has_fin, support_of
from messenger.conversations import flow, limits
from messenger.conversations.actions import filing
from messenger.conversations.flow import Event, FlowRefusedError, Refusal, Stage
from messenger.fin.outcome_actions import note_outcome, note_written
from messenger.fin.tasks import is_in_line, line_up
from messenger.models import Conversation, Message
from web.actions import take
from web.network import Networks
from web.secrets import mask

_BEFORE_THE_CHAT = {Stage.DRAFT, Stage.TOPIC, Stage.STEPS, Stage.DETAILS}


@contextmanager
def changing(conversation: Conversation, visitor: Visitor, *, now: datetime) -> Iterator[Conversation]:
    """The conversation's row, locked and the visitor's own; saved at the end. Raises Conversation.DoesNotExist."""
    with transaction.atomic():
        row = Conversation.objects.visible_to(visitor).select_for_update(of=("self",)).get(pk=conversation.pk)
        yield row
        row.updated_at = now
        row.visitor = visitor
        row.customer = row.customer or visitor.customer
        row.save()


def pass_gate(visitor: Visitor, row: Conversation) -> None:
    """Raises FlowRefusedError while the visitor is signed in at a legacy domain."""
    if not flow.gate(support_of(visitor, row.topic_kind)).open:
        raise FlowRefusedError(Refusal.SUCCESSOR_SIGN_IN)


def ask(
    *,
    conversation: Conversation,
    visitor: Visitor,
    text: str,
    submission: UUID | None = None,
    networks: Networks = (),
    now: datetime,
) -> Conversation:
    """Ask Fin once more; a solved conversation reopens. The same submission again changes nothing."""
    with changing(conversation, visitor, now=now) as row:
        pass_gate(visitor, row)
        if was_sent(row, submission):
            return row
        if row.stage == Stage.HANDED_OVER:
            raise FlowRefusedError(Refusal.WRONG_STEP)
        if row.stage == Stage.RESOLVED and not row.messages.exists():
            # Its steps had helped before anything was sent; `go_on` sends it, or the details are asked for first.
            row.stage = flow.advance(row.stage, Event.ASK_AFTER_STEPS)
            row.submission = submission or row.submission
            keep_draft(row, text, {})
            return row
        row.stage = flow.advance(row.stage, Event.ASK)
        row.unsolved = False
        send(row, visitor, text, submission, networks, now)
    return row


def ask_again(*, conversation: Conversation, visitor: Visitor, networks: Networks = (), now: datetime) -> Conversation:
    """Have Fin try once more to answer the last question; refused unless that answer failed or is long overdue.

    While a job for it waits, nothing has taken it up, and one more wouldn't either.
    """
    with changing(conversation, visitor, now=now) as row:
        pass_gate(visitor, row)
        row.stage = flow.advance(row.stage, Event.ASK_AGAIN)
        last = row.messages.last()
        if last is None or not last.is_stuck(now):
            raise FlowRefusedError(Refusal.WRONG_STEP)
        if not has_fin(visitor, row):
            # Switched off meanwhile: nobody waits for it any more.
            row.messages.filter(pk=last.pk).update(state=Message.State.FAILED)
            row.unsolved = True
            return row
        if is_in_line(last.pk):
            raise FlowRefusedError(Refusal.STILL_IN_LINE)
        take(limits.claims("ask", visitor, networks), now=now)
        last.state, last.created_at = Message.State.PENDING, now
        last.save()
        line_up(last.pk)
    return row


def keep_unsent(
    *, conversation: Conversation, visitor: Visitor, text: str, typed: dict[str, str] | None = None, now: datetime
) -> Conversation:
    """Keep what wasn't sent, so that it waits where it is typed: the text, and before the chat the details."""
    with changing(conversation, visitor, now=now) as row:
        keep_draft(row, text, (typed or {}) if row.stage in _BEFORE_THE_CHAT else {})
    return row


def keep_composer(
    *, conversation: Conversation, visitor: Visitor, text: str, email: str = "", now: datetime
) -> Conversation:
    """Keep what stands in the composer now, also when that is nothing any more, and an address typed above it."""
    with changing(conversation, visitor, now=now) as row:
        keep_draft(row, "", {"contact_email": email} if email else {})
        row.unsent = mask(text).text
    return row


def keep_draft(row: Conversation, text: str, typed: dict[str, str]) -> None:
    """Note what was typed and not sent; the caller's transaction."""
    row.unsent = mask(text).text or row.unsent
    if typed:
        kept = {key: mask(words).text for key, words in typed.items()}
        row.details = {**row.details, "typed": {**row.details.get("typed", {}), **kept}}


def mark_solved(*, conversation: Conversation, visitor: Visitor, now: datetime) -> Conversation:
    """Fin's answer helped."""
    with changing(conversation, visitor, now=now) as row:
        row.stage = flow.advance(row.stage, Event.SOLVED)
        row.unsolved = False
        note_outcome(conversation=row, helped=True)
    return row


def mark_not_solved(*, conversation: Conversation, visitor: Visitor, now: datetime) -> Conversation:
    """Fin's answer didn't help: the page shows the way onward."""
    with changing(conversation, visitor, now=now) as row:
        row.stage = flow.advance(row.stage, Event.NOT_SOLVED)
        row.unsolved = True
        note_outcome(conversation=row, helped=False)
    return row


def mark_self_service_tried(*, conversation: Conversation, visitor: Visitor, now: datetime) -> Conversation:
    """The self-service way didn't work, which opens the way to people where the rule says so."""
    with changing(conversation, visitor, now=now) as row:
        row.stage = flow.advance(row.stage, Event.TRIED_SELF_SERVICE)
        row.tried_self_service = True
    return row


def ask_fin_first(*, conversation: Conversation, visitor: Visitor, now: datetime) -> Conversation:
    """Past the steps with a question, without having tried them."""
    with changing(conversation, visitor, now=now) as row:
        pass_gate(visitor, row)
        row.stage = flow.advance(row.stage, Event.ASK_FIN_FIRST)
    return row


def delete(*, conversation: Conversation, visitor: Visitor) -> None:
    """Delete the conversation and its messages. A ticket made of it stays with the Product Support team."""
    with transaction.atomic():
        row = Conversation.objects.visible_to(visitor).select_for_update(of=("self",)).get(pk=conversation.pk)
        filing.delete_with_files(row)


def was_sent(row: Conversation, submission: UUID | None) -> bool:
    """Whether this very submission brought a message of the conversation already."""
    return submission is not None and row.messages.filter(submission=submission).exists()


def send(
    row: Conversation, visitor: Visitor, text: str, submission: UUID | None, networks: Networks, now: datetime
) -> None:
    """Store the person's message and a pending answer, and enqueue Fin; the caller's transaction.

    Where Fin is off for them the way onward is shown at once.
    """
    waiting = row.messages.filter(state=Message.State.PENDING).first()
    if waiting is not None and not waiting.is_stuck(now):
        raise FlowRefusedError(Refusal.FIN_IS_ANSWERING)
    take(limits.claims("ask", visitor, networks), now=now)
    row.unsent = ""
    if waiting is not None:
        # Nobody waits for it any more; the new question is answered instead.
        row.messages.filter(pk=waiting.pk).update(state=Message.State.FAILED)
    said = mask(text)
    message = row.messages.create(
        author=Message.Author.PERSON, text=said.text, masked=list(said.kinds), submission=submission, created_at=now
    )
    filing.send_along(row, message)
    if not has_fin(visitor, row):
        row.unsolved = True
        return
    note_written(conversation=row)
    pending = row.messages.create(author=Message.Author.FIN, state=Message.State.PENDING, created_at=now)
    line_up(pending.pk)
