"""Why Fin said what stands in a ticket's transcript."""

from django import template

from messenger.fin.on_tickets import explained

register = template.Library()

# Pairs of a turn and why Fin said it, or None.
register.simple_tag(explained, name="explained")
