"""Everything that changes a conversation. Nothing else writes conversations and their messages."""

from messenger.conversations.actions.forgetting import forget_conversations
from messenger.conversations.actions.moving import (
    ask,
    ask_again,
    ask_fin_first,
    changing,
    delete,
    keep_composer,
    keep_unsent,
    mark_not_solved,
    mark_self_service_tried,
    mark_solved,
    pass_gate,
    was_sent,
)
from messenger.conversations.actions.seeing import see
from messenger.conversations.actions.steps import (
    agree,
    change_topic,
    choose_topic,
    give_details,
    go_on,
    start,
)

__all__ = [
    "agree",
    "ask",
    "ask_again",
    "ask_fin_first",
    "change_topic",
    "changing",
    "choose_topic",
    "delete",
    "forget_conversations",
    "give_details",
    "go_on",
    "keep_composer",
    "keep_unsent",
    "mark_not_solved",
    "mark_self_service_tried",
    "mark_solved",
    "pass_gate",
    "see",
    "start",
    "was_sent",
]
