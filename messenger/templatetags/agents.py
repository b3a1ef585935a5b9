"""What a model translated, for the thread of a ticket; and which tickets are behind an article."""

from django import template
from django.template import Context
from django.utils.translation import get_language

from accounts.models import User
from messenger.agents.answering import Asking, asking
from messenger.agents.helping import translated
from messenger.agents.related import tickets_behind
from tickets.models import Ticket

register = template.Library()


@register.simple_tag
def translations(ticket: Ticket) -> dict[int, str]:
    """By a message's key its text in the reader's language."""
    return translated(ticket, get_language() or "en")


@register.simple_tag(takes_context=True)
def translating_on(context: Context, ticket: Ticket) -> Asking | None:
    """What the editor offers of a translation of what its reader writes; None where that is switched off."""
    reader = context["request"].user
    return asking(ticket, reader, get_language() or "en") if isinstance(reader, User) else None


# The tickets that an article's text was written from, for who may see them.
register.simple_tag(tickets_behind, name="tickets_behind")


@register.filter
def of(texts: dict[int, str], key: int) -> str:
    """The text of one message, or nothing."""
    return texts.get(key, "") if texts else ""
