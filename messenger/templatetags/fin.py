"""Fin in templates: its name in our own words, and whether it is on at all."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from messenger.fin.setup import reading
from messenger.fin.setup.values import called

register = template.Library()


@register.filter(needs_autoescape=True)
def named(words: object, autoescape: bool = True) -> str:
    """`{% filter named %}{% translate "Ask Fin" %}{% endfilter %}`: never around what people or articles say."""
    name = reading.current().name(get_language() or "en")
    if isinstance(words, SafeString) and autoescape:
        return mark_safe(called(words, name, escape))  # noqa: S308  what is put in is escaped
    return called(str(words), name)


@register.simple_tag
def fin_is_on() -> bool:
    """Whether Fin answers anybody, for pages that are the same for all."""
    return reading.current().on


@register.simple_tag
def greeting() -> str:
    """What staff wrote as the first words in the page's language, or ""."""
    return reading.current().greeting(get_language() or "en")
