"""Rows of the messenger: topics that staff edit, and the conversations people have."""

from messenger.conversations.models import (
    CONSENT_VERSION,
    STALLED_AFTER,
    TEXT_LIMIT,
    Conversation,
    Message,
    new_reference,
)
from messenger.topics.models import FieldText, Topic, TopicField, TopicQuerySet, TopicText

__all__ = [
    "CONSENT_VERSION",
    "STALLED_AFTER",
    "TEXT_LIMIT",
    "Conversation",
    "FieldText",
    "Message",
    "Topic",
    "TopicField",
    "TopicQuerySet",
    "TopicText",
    "new_reference",
]
