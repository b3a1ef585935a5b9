"""Everything that changes a conversation: one transaction each, the row locked, the entitlements asked again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import batched

from django.conf import settings
from django.db import transaction

from accounts.actions import forget_visitors
from accounts.models import Visitor
from messenger.access import support_of, topics_for
from messenger.conversations import flow, limits
from messenger.conversations.flow import Event, FlowRefusedError, Refusal, Stage
from messenger.conversations.models import ConversationQuerySet
from messenger.fin.tasks import is_in_line, line_up
from messenger.models import CONSENT_VERSION, Conversation, Message, Topic
from web.actions import take
from web.network import Networks

# Somebody may still have the page open on which they typed.
_LONG_OVER = timedelta(days=1)
# So many are looked for at a time, and so many deleted in one statement.
_MOST, _BATCH = 100_000, 1_000


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


def start(*, visitor: Visitor, locale: str, text: str, now: datetime) -> Conversation:
    """Begin a conversation with what was typed, or take up the visitor's unsent one. Sends nothing to anyone."""
    with transaction.atomic():
        # Two presses of the same button come one after the other.
        Visitor.objects.select_for_update().get(pk=visitor.pk)
        drafts = Conversation.objects.visible_to(visitor).filter(stage=Stage.DRAFT).newest_first()
        row = drafts.select_for_update(of=("self",)).first() or Conversation(locale=locale)
        row.locale = locale
        row.text = text or row.text
        row.visitor = visitor
        row.customer = row.customer or visitor.customer
        row.updated_at = now
        row.save()
    return row


def agree(*, conversation: Conversation, visitor: Visitor, locale: str, now: datetime) -> Conversation:
    """Record the consent: its version, language and time."""
    with changing(conversation, visitor, now=now) as row:
        pass_gate(visitor, row)
        row.stage = flow.advance(row.stage, Event.AGREE)
        row.consent_version = CONSENT_VERSION
        row.consent_locale = locale
        row.consented_at = now
    return row


def choose_topic(*, conversation: Conversation, visitor: Visitor, topic: Topic, now: datetime) -> Conversation:
    """Set the topic; one that isn't offered to this visitor is refused."""
    with changing(conversation, visitor, now=now) as row:
        pass_gate(visitor, row)
        row.stage = flow.advance(row.stage, Event.CHOOSE_TOPIC)
        if not topics_for(visitor).filter(pk=topic.pk).exists():
            raise FlowRefusedError(Refusal.TOPIC_NOT_YOURS)
        row.topic = topic
    return row


def change_topic(
    *, conversation: Conversation, visitor: Visitor, text: str = "", typed: dict[str, str] | None = None, now: datetime
) -> Conversation:
    """Go back to the picker; what was typed stays, in the details of the next topic too where it asks the same."""
    with changing(conversation, visitor, now=now) as row:
        row.stage = flow.advance(row.stage, Event.CHANGE_TOPIC)
        _keep_draft(row, text, typed or {})
    return row


def keep_details(
    *, conversation: Conversation, visitor: Visitor, text: str, typed: dict[str, str], now: datetime
) -> Conversation:
    """Keep details that weren't sent, for whoever comes back to them."""
    with changing(conversation, visitor, now=now) as row:
        if row.stage == Stage.DETAILS:
            _keep_draft(row, text, typed)
    return row


def give_details(
    *,
    conversation: Conversation,
    visitor: Visitor,
    text: str,
    rows: list[dict[str, object]],
    networks: Networks = (),
    now: datetime,
) -> Conversation:
    """Store the details, send the first message and have Fin answer it."""
    with changing(conversation, visitor, now=now) as row:
        pass_gate(visitor, row)
        row.stage = flow.advance(row.stage, Event.GIVE_DETAILS)
        row.text = text
        row.details = {"rows": rows}
        _send(row, visitor, text, networks, now)
    return row


def ask(
    *, conversation: Conversation, visitor: Visitor, text: str, networks: Networks = (), now: datetime
) -> Conversation:
    """Ask Fin once more; a solved conversation reopens."""
    with changing(conversation, visitor, now=now) as row:
        pass_gate(visitor, row)
        if row.stage == Stage.HANDED_OVER:
            raise FlowRefusedError(Refusal.WRONG_STEP)
        row.stage = flow.advance(row.stage, Event.ASK)
        row.unsolved = False
        _send(row, visitor, text, networks, now)
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
        if is_in_line(last.pk):
            raise FlowRefusedError(Refusal.STILL_IN_LINE)
        take(limits.claims("ask", visitor, networks), now=now)
        last.state, last.created_at = Message.State.PENDING, now
        last.save()
        line_up(last.pk)
    return row


def keep_unsent(*, conversation: Conversation, visitor: Visitor, text: str, now: datetime) -> Conversation:
    """Keep text that a refusal stopped, so that it waits in the composer; it is sent to nobody."""
    with changing(conversation, visitor, now=now) as row:
        row.unsent = text
    return row


def mark_solved(*, conversation: Conversation, visitor: Visitor, now: datetime) -> Conversation:
    """Fin's answer helped."""
    with changing(conversation, visitor, now=now) as row:
        row.stage = flow.advance(row.stage, Event.SOLVED)
        row.unsolved = False
    return row


def mark_not_solved(*, conversation: Conversation, visitor: Visitor, now: datetime) -> Conversation:
    """Fin's answer didn't help: the page shows the way onward."""
    with changing(conversation, visitor, now=now) as row:
        row.stage = flow.advance(row.stage, Event.NOT_SOLVED)
        row.unsolved = True
    return row


def mark_self_service_tried(*, conversation: Conversation, visitor: Visitor, now: datetime) -> Conversation:
    """The self-service way didn't work, which opens the way to people where the rule says so."""
    with changing(conversation, visitor, now=now) as row:
        row.stage = flow.advance(row.stage, Event.TRIED_SELF_SERVICE)
        row.tried_self_service = True
    return row


def delete(*, conversation: Conversation, visitor: Visitor) -> None:
    """Delete the conversation and its messages. A ticket made of it stays with the Product Support team."""
    with transaction.atomic():
        Conversation.objects.visible_to(visitor).select_for_update(of=("self",)).get(pk=conversation.pk).delete()


def forget_visits(*, now: datetime) -> None:
    """Delete what nobody can come back to, then the visits that hold nothing.

    Texts that were never sent go a day after the visit has ended, chats of people who weren't signed in after
    settings.CHAT_DAYS; what they became a ticket for stays with the ticket.
    """
    over = Visitor.objects.over(since=now - _LONG_OVER)
    long_ago = now - timedelta(days=settings.CHAT_DAYS)
    nobodys = Conversation.objects.filter(customer=None)
    # One by one, as each has an index of its own.
    _forget(nobodys.never_sent().filter(visitor__in=over.filter(customer=None)))
    _forget(nobodys.filter(visitor__in=Visitor.objects.over(since=long_ago).filter(customer=None)))
    _forget(nobodys.filter(visitor=None, updated_at__lte=long_ago))
    forget_visitors(visitors=over.filter(conversations=None))


def _forget(conversations: ConversationQuerySet) -> None:
    while found := list(conversations.values_list("pk", flat=True)[:_MOST]):
        for batch in batched(found, _BATCH):
            Conversation.objects.filter(pk__in=batch).delete()


def _keep_draft(row: Conversation, text: str, typed: dict[str, str]) -> None:
    row.unsent = text or row.unsent
    row.details = {**row.details, "typed": {**row.details.get("typed", {}), **typed}}


def _send(row: Conversation, visitor: Visitor, text: str, networks: Networks, now: datetime) -> None:
    """Store the person's message and a pending answer, and enqueue Fin in the same transaction."""
    waiting = row.messages.filter(state=Message.State.PENDING).first()
    if waiting is not None and not waiting.is_stuck(now):
        raise FlowRefusedError(Refusal.FIN_IS_ANSWERING)
    take(limits.claims("ask", visitor, networks), now=now)
    row.unsent = ""
    if waiting is not None:
        # Nobody waits for it any more; the new question is answered instead.
        row.messages.filter(pk=waiting.pk).update(state=Message.State.FAILED)
    row.messages.create(author=Message.Author.PERSON, text=text, created_at=now)
    pending = row.messages.create(author=Message.Author.FIN, state=Message.State.PENDING, created_at=now)
    line_up(pending.pk)
