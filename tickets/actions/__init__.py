"""Everything that changes a ticket. Each is one transaction; nothing else writes tickets, messages or email."""

from tickets.actions.attending import attend
from tickets.actions.changing import (
    add_participant,
    assign,
    change_status,
    check_proof,
    hold,
    set_language,
    set_priority,
    set_team,
)
from tickets.actions.disowning import disown, undo_stop
from tickets.actions.guarding import note_guarded
from tickets.actions.mail import discard_email, discard_emails, join_email, retry_email, retry_emails
from tickets.actions.opening import open_ticket
from tickets.actions.receiving import read_email
from tickets.actions.snoozing import snooze, wake
from tickets.actions.tagging import tag, untag
from tickets.actions.writing import add_customer_message, add_note, reply

__all__ = [
    "add_customer_message",
    "add_note",
    "add_participant",
    "assign",
    "attend",
    "change_status",
    "check_proof",
    "discard_email",
    "discard_emails",
    "disown",
    "hold",
    "join_email",
    "note_guarded",
    "open_ticket",
    "read_email",
    "reply",
    "retry_email",
    "retry_emails",
    "set_language",
    "set_priority",
    "set_team",
    "snooze",
    "tag",
    "undo_stop",
    "untag",
    "wake",
]
