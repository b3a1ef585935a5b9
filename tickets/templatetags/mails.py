"""How a mail's words are set: `{{ ticket.reference|unbroken }}`, `{{ name|apart }}`."""

from django import template
from django.template.defaultfilters import linebreaks_filter
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi

from tickets.mail import remarks

register = template.Library()
# A message as staff read it.
register.filter("as_read", remarks.in_words)


@register.filter
def unbroken(words: str) -> SafeString:
    """In one line and from the left: no mail program parts them at a hyphen, or turns their ends round in Arabic."""
    return format_html('<span dir="ltr" style="white-space:nowrap">{}</span>', words)


@register.filter
def apart(words: str) -> SafeString:
    """What somebody typed, in its own direction within a sentence of ours."""
    return format_html("<bdi>{}</bdi>", words)


@register.filter
def apart_in_text(words: str) -> str:
    """The same in plain text, by the signs for it (Unicode TR 9), and only among words from the right."""
    return f"\u2068{words}\u2069" if words and get_language_bidi() else words


@register.filter
def paragraphs(words: str) -> SafeString:
    """What somebody wrote, each paragraph in its own direction: below theirs may stand one of ours."""
    # Only tags of ours are left: what was typed is escaped.
    return mark_safe(linebreaks_filter(words, autoescape=True).replace("<p>", '<p dir="auto">'))  # noqa: S308


@register.filter
def quoted_lines(words: str) -> str:
    """As mail quotes it in text: every line behind a mark (RFC 3676 4.5)."""
    return "\n".join(f"> {line}".rstrip() for line in words.strip().splitlines())
