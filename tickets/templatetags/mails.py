"""How a mail's words are set: `{{ ticket.reference|unbroken }}`."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def unbroken(words: str) -> SafeString:
    """In one line: no mail program parts them at a hyphen."""
    return format_html('<span style="white-space:nowrap">{}</span>', words)


@register.filter
def quoted_lines(words: str) -> str:
    """As mail quotes it in text: every line behind a mark (RFC 3676 4.5)."""
    return "\n".join(f"> {line}".rstrip() for line in words.strip().splitlines())
