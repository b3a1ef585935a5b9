"""The steps before the first answer: begun, agreed to, about a topic, sent. What needs no answer isn't asked."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.entitlements import TopicKind
from accounts.models import Visitor
from messenger.access import asker, fields_for, support_of
from messenger.conversations import flow, self_service
from messenger.conversations.actions import consenting
from messenger.conversations.actions.moving import changing, keep_draft, pass_gate, send, was_sent
from messenger.conversations.consents import Consent
from messenger.conversations.flow import Event, FlowRefusedError, Refusal, Stage
from messenger.models import Conversation, Topic
from tickets.actions.versions import keep_version
from web.network import Networks
from web.secrets import mask

# The key of the detail that names the person's time zone.
ZONE = "zone"


def start(
    *,
    visitor: Visitor,
    locale: str,
    text: str,
    topic: Topic | None = None,
    typed: dict[str, str] | None = None,
    zone: str = "",
    submission: UUID | None = None,
    now: datetime,
) -> Conversation:
    """Begin a conversation with what was typed, or take up the visitor's unsent one. Sends nothing to anyone.

    `typed` are details handed back by a conversation that isn't open any more; `zone` is that of the person's clock.
    The same submission again begins nothing and returns what it began.
    """
    with transaction.atomic():
        # Two presses of the same button come one after the other.
        Visitor.objects.select_for_update().get(pk=visitor.pk)
        own = Conversation.objects.visible_to(visitor)
        begun = own.filter(submission=submission).first() if submission else None
        if begun is not None:
            return begun
        drafts = own.filter(stage=Stage.DRAFT).newest_first()
        row = drafts.select_for_update(of=("self",)).first() or Conversation(locale=locale)
        row.locale = locale
        row.text, row.unsent = mask(text or row.text).text, "" if text else row.unsent
        row.topic = topic
        row.submission = submission
        keep_draft(row, "", typed or {})
        _keep_zone(row, zone)
        row.visitor = visitor
        row.customer = row.customer or visitor.customer
        row.updated_at = now
        row.save()
    return row


def agree(*, conversation: Conversation, visitor: Visitor, locale: str, shown: str = "", now: datetime) -> Conversation:
    """Record the consent: its version as it was shown, language and time, for the person and with the conversation."""
    with changing(conversation, visitor, now=now) as row:
        pass_gate(visitor, row)
        agreed = row.stage != Stage.DRAFT
        row.stage = flow.advance(row.stage, Event.AGREE)
        if not agreed:
            _note(row, consenting.give(visitor=visitor, locale=locale, shown=shown, now=now))
    return row


def choose_topic(*, conversation: Conversation, visitor: Visitor, topic: Topic, now: datetime) -> Conversation:
    """Set the topic; one that isn't offered to this visitor is refused."""
    with changing(conversation, visitor, now=now) as row:
        pass_gate(visitor, row)
        if row.stage == Stage.CHAT and row.topic_id == topic.pk:
            return row  # pressed twice, and sent by the first press
        _choose(row, visitor, topic)
    return row


def go_on(*, conversation: Conversation, visitor: Visitor, networks: Networks = (), now: datetime) -> Conversation:
    """Take every step that needs nothing more: agreed before, the topic chosen with the text, no details to give."""
    with changing(conversation, visitor, now=now) as row:
        if not flow.gate(support_of(visitor, row.topic_kind)).open:
            return row
        if row.stage == Stage.DRAFT and (consent := consenting.given_by(visitor)):
            row.stage = flow.advance(row.stage, Event.AGREE)
            _note(row, consent)
        if row.stage == Stage.TOPIC and row.topic and asker(visitor).may_pick(row.topic):
            _choose(row, visitor, row.topic)
        text = row.unsent or row.text
        if row.stage == Stage.DETAILS and text and row.topic and _asks_nothing(row.topic, visitor):
            _send_first(row, visitor, text, [], row.submission, networks, now)
    return row


def change_topic(
    *, conversation: Conversation, visitor: Visitor, text: str = "", typed: dict[str, str] | None = None, now: datetime
) -> Conversation:
    """Go back to the picker; what was typed stays, in the details of the next topic too where it asks the same."""
    with changing(conversation, visitor, now=now) as row:
        row.stage = flow.advance(row.stage, Event.CHANGE_TOPIC)
        keep_draft(row, text, typed or {})
    return row


def give_details(
    *,
    conversation: Conversation,
    visitor: Visitor,
    text: str,
    rows: list[dict[str, object]],
    zone: str = "",
    submission: UUID | None = None,
    networks: Networks = (),
    now: datetime,
) -> Conversation:
    """Store the details, send the first message and have Fin answer it. The same submission again changes nothing."""
    with changing(conversation, visitor, now=now) as row:
        pass_gate(visitor, row)
        if not was_sent(row, submission):
            if row.topic is not None and not asker(visitor).may_pick(row.topic):
                raise FlowRefusedError(Refusal.TOPIC_NOT_YOURS)
            _keep_zone(row, zone)
            _send_first(row, visitor, text, rows, submission, networks, now)
    return row


def _keep_zone(row: Conversation, zone: str) -> None:
    """Note by whose clock it was written, for staff who answer; where that isn't said, what was said before stays."""
    if zone:
        row.details = {**row.details, ZONE: zone}


def _send_first(
    row: Conversation,
    visitor: Visitor,
    text: str,
    rows: list[dict[str, object]],
    submission: UUID | None,
    networks: Networks,
    now: datetime,
) -> None:
    row.stage = flow.advance(row.stage, Event.GIVE_DETAILS)
    row.text = mask(text).text
    zone = {ZONE: row.details[ZONE]} if ZONE in row.details else {}
    row.details = {"rows": [{**given, "value": mask(str(given["value"])).text} for given in rows], **zone}
    if row.topic is not None:
        # The ticket keeps what the topic asked when it was answered.
        row.details["topic_version"] = keep_version(topic=row.topic, now=now).pk
    send(row, visitor, text, submission, networks, now)


def _choose(row: Conversation, visitor: Visitor, topic: Topic) -> None:
    support = support_of(visitor, TopicKind(topic.kind))
    there = self_service.is_there(topic, row.locale)
    row.stage = flow.advance(row.stage, flow.choosing(support, wanted=topic.steps_first, there=there))
    if not asker(visitor).may_pick(topic):
        raise FlowRefusedError(Refusal.TOPIC_NOT_YOURS)
    if row.topic_id != topic.pk:
        row.tried_self_service = False  # that was another topic's
    row.topic = topic


def _asks_nothing(topic: Topic, visitor: Visitor) -> bool:
    return asker(visitor).may_pick(topic) and not fields_for(visitor, topic)


def _note(row: Conversation, consent: Consent) -> None:
    row.consent_version = consent.version
    row.consent_locale = consent.locale
    row.consented_at = consent.agreed_at
