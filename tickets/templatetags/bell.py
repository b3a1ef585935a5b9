"""The bell in the header: how much concerns a member of staff and isn't read yet."""

from typing import Any

from django import template

from tickets.notifying.views import unread_of

register = template.Library()


@register.inclusion_tag("admin/tickets/_bell.html", takes_context=True)
def bell(context: dict[str, Any]) -> dict[str, Any]:
    """With its number as it is now; the page asks for news itself."""
    return {"unread": unread_of(context["request"])}
