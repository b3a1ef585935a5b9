"""What happened on a ticket, the other ticket that it names as a link: `{{ entry.words|leading_to:entry.other }}`."""

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def leading_to(words: str, reference: str) -> SafeString:
    """The words, in which this reference leads to its ticket."""
    before, found, after = words.partition(reference) if reference else (words, "", "")
    if not found:
        return conditional_escape(words)
    link = format_html('<a href="{}">{}</a>', reverse("admin:tickets_ticket_change", args=[reference]), reference)
    return mark_safe(f"{conditional_escape(before)}{link}{conditional_escape(after)}")  # noqa: S308 - each is escaped
