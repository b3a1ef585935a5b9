"""What else the person of a ticket asked Fin."""

from django import template

from messenger.conversations.beside import conversations_besides

register = template.Library()

# The conversations that became no ticket, or None.
register.simple_tag(conversations_besides)
