"""Rows of the messenger: the conversations people have; and the topics they are about, which are the tickets'."""

from messenger.agents.models import ArticleOrigin, Help, HelpDay, HelpSettings, Likeness
from messenger.conversations.consents import Consent
from messenger.conversations.contact_codes import ContactCode
from messenger.conversations.file_models import MessageFile
from messenger.conversations.models import (
    CONSENT_VERSION,
    CONSENT_WITHOUT_FIN,
    STALLED_AFTER,
    TEXT_LIMIT,
    Conversation,
    Message,
    new_reference,
)
from messenger.corrections.models import Showing, ShownText
from messenger.fin.models import FinAnswer
from messenger.fin.report.models import FinArticleDay, FinCounted, FinDay
from messenger.fin.setup.models import FinSettings, FinSettingsVersion, FinWords
from messenger.fin.writers.models import WriterSpending
from messenger.gaps.models import Gap, GapQuestion
from messenger.golden.models import GoldenQuestion, GoldenRun
from messenger.packets.models import Packet, PacketDraft, PacketFile
from tickets.models import FieldText, Topic, TopicField, TopicQuerySet, TopicText

__all__ = [
    "CONSENT_VERSION",
    "CONSENT_WITHOUT_FIN",
    "STALLED_AFTER",
    "TEXT_LIMIT",
    "ArticleOrigin",
    "Consent",
    "ContactCode",
    "Conversation",
    "FieldText",
    "FinAnswer",
    "FinArticleDay",
    "FinCounted",
    "FinDay",
    "FinSettings",
    "FinSettingsVersion",
    "FinWords",
    "Gap",
    "GapQuestion",
    "GoldenQuestion",
    "GoldenRun",
    "Help",
    "HelpDay",
    "HelpSettings",
    "Likeness",
    "Message",
    "MessageFile",
    "Packet",
    "PacketDraft",
    "PacketFile",
    "Showing",
    "ShownText",
    "Topic",
    "TopicField",
    "TopicQuerySet",
    "TopicText",
    "WriterSpending",
    "new_reference",
]
