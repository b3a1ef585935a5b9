"""What a model translated, for the thread of a ticket; and which tickets are behind an article."""

from django import template
from django.utils.translation import get_language

from messenger.agents.helping import translated
from messenger.agents.related import tickets_behind
from tickets.models import Ticket

register = template.Library()


@register.simple_tag
def translations(ticket: Ticket) -> dict[int, str]:
    """By a message's key its text in the reader's language."""
    return translated(ticket, get_language() or "en")


# The tickets that an article's text was written from, for who may see them.
register.simple_tag(tickets_behind, name="tickets_behind")


@register.filter
def of(texts: dict[int, str], key: int) -> str:
    """The text of one message, or nothing."""
    return texts.get(key, "") if texts else ""
