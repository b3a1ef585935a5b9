"""The interface words that articles quote as `{ui:key}`, so that text can't drift from the buttons. Words only."""

import hashlib

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

UI_LABELS: dict[str, str | Promise] = {
    "get_help": _("Get help"),
    "send_message": _("Send message"),
    "agree": _("Agree"),
    "cant_log_in": _("I can't log in"),
    "send_request": _("Send the request"),
}


def labels_in(locale: str) -> dict[str, str]:
    """Every label as it reads in that language."""
    with translation.override(locale):
        return {key: str(label) for key, label in UI_LABELS.items()}


def labels_digest(locale: str) -> str:
    """A short hash that changes when a label's wording in that language does."""
    words = "\0".join(labels_in(locale).values())
    return hashlib.sha256(words.encode()).hexdigest()[:16]
