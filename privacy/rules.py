"""What is forgotten by itself, and after how many days unless staff say otherwise. Pure: no Django, no clock."""

from collections.abc import Mapping
from enum import StrEnum


class What(StrEnum):
    """What a rule is about, in the order of a night: what holds something else goes before it."""

    DRAFTS = "drafts"
    UNSENT = "unsent"
    CHATS = "chats"
    CONVERSATIONS = "conversations"
    TICKETS = "tickets"
    RAW_MAIL = "raw_mail"
    STRAY_MAIL = "stray_mail"
    SENT_MAIL = "sent_mail"
    WAITING_FILES = "waiting_files"
    VISITS = "visits"
    ADMIN_LOG = "admin_log"
    AUDIT_TRAIL = "audit_trail"
    WEBHOOKS = "webhooks"
    FAILED_JOBS = "failed_jobs"


# None: for ever. A chat's begin with settings.CHAT_DAYS, which stood here before there were rules.
DEFAULTS: Mapping[What, int | None] = {
    What.DRAFTS: 1,
    What.UNSENT: None,
    What.CHATS: 90,
    What.CONVERSATIONS: None,
    What.TICKETS: None,
    What.RAW_MAIL: None,
    What.STRAY_MAIL: None,
    What.SENT_MAIL: None,
    What.WAITING_FILES: 1,
    What.VISITS: 1,
    What.ADMIN_LOG: None,
    What.AUDIT_TRAIL: 730,
    What.WEBHOOKS: 30,
    What.FAILED_JOBS: 30,
}

# No rule may forget these sooner; the database refuses it as well.
LEAST: Mapping[What, int] = {What.AUDIT_TRAIL: 31}


def is_shorter(days: int | None, than: int | None) -> bool:
    """Whether a rule of so many days deletes what one of the others keeps."""
    return days is not None and (than is None or days < than)
