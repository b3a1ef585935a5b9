"""An agent's reply in the customer's language: into which, whether one is being made, what of it can't be used. Reads
only."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from messenger.agents.helping import LATE, switched_on
from messenger.agents.models import Help
from messenger.agents.refusals import in_words
from messenger.fin.languages import language_of
from tickets.models import Message, ReplyDraft, Ticket
from tickets.replies.language_names import language

# In letters: what the editor takes.
_LONGEST = 20_000
# So long the editor says why nothing came.
_TOLD = timedelta(minutes=10)
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asking:
    """The language that is offered, with its name in the reader's own; `waits` while a worker is at it."""

    into: str
    language: str
    waits: bool = False
    trouble: str = ""


def asking(ticket: Ticket, reader: User, own: str) -> Asking | None:
    """What is offered to who reads `own`; None where it is switched off, or the customer reads the same."""
    if ticket.is_report or ticket.is_closed or Help.Kind.REPLY not in switched_on():
        return None
    into = language_for(ticket)
    if into == own:
        return None
    now = timezone.now()
    row = Help.objects.filter(ticket=ticket, kind=Help.Kind.REPLY, asked_by=reader, asked_at__gte=now - _TOLD).first()
    offered = Asking(into, language(into))
    if row is None or row.state == Help.State.DONE:
        return offered
    if not ReplyDraft.objects.filter(ticket=ticket, author=reader).exists():
        return offered
    if row.state == Help.State.FAILED:
        return Asking(into, offered.language, trouble=in_words(row.reason))
    is_late = now - row.asked_at > LATE
    return Asking(into, offered.language, waits=not is_late, trouble=in_words("late") if is_late else "")


def language_for(ticket: Ticket) -> str:
    """What the customer writes in last, as far as that is sure; else the ticket's language."""
    said = ticket.messages.filter(kind=Message.Kind.CUSTOMER).exclude(body="").order_by("-created_at", "-pk")
    return language_of(said.values_list("body", flat=True).first() or "", ticket.locale)


def unusable(words: str, text: str, locale: str) -> str:
    """Why what a model made of the words isn't a translation of them, a reason of refusals.py; or ""."""
    if len(text) > _LONGEST:
        return "too_long"
    if set(_TAG.findall(text)) - set(_TAG.findall(words)):
        return "markup"
    return "other_language" if language_of(text, locale) != locale else ""
