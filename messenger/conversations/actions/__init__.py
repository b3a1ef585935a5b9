"""Everything that changes a conversation. Nothing else writes conversations and their messages."""

from messenger.conversations.actions.moving import (
    agree,
    ask,
    ask_again,
    change_topic,
    changing,
    choose_topic,
    delete,
    forget_visits,
    give_details,
    keep_details,
    keep_unsent,
    mark_not_solved,
    mark_self_service_tried,
    mark_solved,
    pass_gate,
    start,
)

__all__ = [
    "agree",
    "ask",
    "ask_again",
    "change_topic",
    "changing",
    "choose_topic",
    "delete",
    "forget_visits",
    "give_details",
    "keep_details",
    "keep_unsent",
    "mark_not_solved",
    "mark_self_service_tried",
    "mark_solved",
    "pass_gate",
    "start",
]
