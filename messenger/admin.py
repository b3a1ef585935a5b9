"""Where Django's admin looks for the messenger: topics to edit, conversations to read."""

from messenger.agents.admin import HelpSettingsAdmin, LikenessAdmin
from messenger.conversations import redacting
from messenger.conversations.admin import ConversationAdmin
from messenger.fin.admin import FinAnswerAdmin
from messenger.fin.report.admin import FinDayAdmin
from messenger.fin.setup.admin import FinSettingsAdmin
from messenger.gaps.admin import GapAdmin
from messenger.golden.admin import GoldenQuestionAdmin
from messenger.topics.admin import TopicAdmin, TopicFieldAdmin
from tickets.redaction import places

# In every process: Django looks for admins as it begins.
places.also(redacting.changes)
places.also_names(redacting.naming)

__all__ = [
    "ConversationAdmin",
    "FinAnswerAdmin",
    "FinDayAdmin",
    "FinSettingsAdmin",
    "GapAdmin",
    "GoldenQuestionAdmin",
    "HelpSettingsAdmin",
    "LikenessAdmin",
    "TopicAdmin",
    "TopicFieldAdmin",
]
