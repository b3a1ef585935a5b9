"""Articles by what pages call them: `{% landmark "get_support" as number %}`, and no number where there is none."""

from django import template
from django.template import Context

from helpcenter.reading.landmarks import known_landmarks

register = template.Library()


@register.simple_tag(takes_context=True)
def landmark(context: Context, key: str) -> int | None:
    """The article's number. Pages that are kept bring landmarks that are as new as the rest of them."""
    numbers: dict[str, int] = context["landmarks"] if "landmarks" in context else known_landmarks()
    return numbers.get(key)
