"""Quoted sections of articles in the thread."""

from django import template

from messenger.links import inside

register = template.Library()

# The HTML of a section with its links staying in the messenger, and leading back to where it is quoted.
register.filter("quoted", inside)
