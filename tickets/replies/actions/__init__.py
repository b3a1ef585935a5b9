"""What staff write: kept while they type, sent with all that goes with it, and taken back while it waits."""

from tickets.replies.actions.drafting import discard_draft, keep_draft, keep_translation
from tickets.replies.actions.enclosing import enclose, take_out
from tickets.replies.actions.sending import send_reply, write_note
from tickets.replies.actions.undoing import take_back

__all__ = [
    "discard_draft",
    "enclose",
    "keep_draft",
    "keep_translation",
    "send_reply",
    "take_back",
    "take_out",
    "write_note",
]
