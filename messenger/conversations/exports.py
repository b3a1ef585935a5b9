"""A conversation as a file to keep: text, a page to print, or JSON for machines. Reads only."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from accounts.models import Visitor
from messenger.conversations.talk import chat_context
from messenger.conversations.threads import Entry
from messenger.models import Conversation

# Raised when a field changes its meaning or goes; docs/conversation.schema.json says what each holds.
JSON_VERSION = 1


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: its content type, and what makes its content."""

    content_type: str
    content: Callable[[Visitor, Conversation], str]


def _context(visitor: Visitor, row: Conversation) -> dict[str, Any]:
    now = timezone.now()
    return {"conversation": row, "site_url": settings.SITE_URL, "saved_at": now, **chat_context(visitor, row)}


def _as_text(visitor: Visitor, row: Conversation) -> str:
    return render_to_string("messenger/transcript.txt", _context(visitor, row))


def _as_page(visitor: Visitor, row: Conversation) -> str:
    """One file with its looks inside: it needs nothing from anywhere."""
    return render_to_string("messenger/transcript.html", {**_context(visitor, row), "looks": _looks()})


@cache
def _looks() -> SafeString:
    sheet = Path(str(finders.find("css/transcript.css"))).read_text()
    # A sheet of our own, in which nobody's words stand.
    return mark_safe(f"<style>{sheet}</style>")  # noqa: S308


def _as_json(visitor: Visitor, row: Conversation) -> str:
    context = _context(visitor, row)
    ticket = context["ticket"]
    whole = {
        "version": JSON_VERSION,
        "reference": row.reference,
        "language": row.locale,
        "saved_in": get_language(),
        "saved_at": _time(context["saved_at"]),
        "topic": row.topic.label(row.locale) if row.topic else "",
        "consent": _consent(row),
        "ticket": {"reference": ticket.reference, "status": str(context["ticket_status"])} if ticket else None,
        "entries": [_line(entry) for entry in context["entries"] if not entry.pending and not entry.stuck],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _consent(row: Conversation) -> dict[str, str] | None:
    if row.consented_at is None:
        return None
    return {"version": row.consent_version, "language": row.consent_locale, "at": _time(row.consented_at)}


def _line(entry: Entry) -> dict[str, Any]:
    cited = [
        {"title": each["title"], "address": settings.SITE_URL + each["path"], "quote": each["quote"]}
        for each in entry.citations
    ]
    return {
        "author": entry.author,
        "name": entry.name,
        "at": _time(entry.at),
        "by_email": entry.by_email,
        "text": str(entry.text),
        "reference": entry.reference,
        "citations": cited,
        "files": [str(file.name) for file in entry.files],
    }


def _time(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


FORMATS: dict[str, Format] = {
    "txt": Format("text/plain; charset=utf-8", _as_text),
    "html": Format("text/html; charset=utf-8", _as_page),
    "json": Format("application/json", _as_json),
}
