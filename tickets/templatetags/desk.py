"""`{% desk_keys as keys %}`: whether who reads the page wants single letters as keys."""

from typing import Any

from django import template

from tickets.models import DeskPreference

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_keys(context: dict[str, Any]) -> bool:
    """What the page knows already, else what their row says; who has none wants them."""
    known = context.get("preference")
    if known is not None:
        return bool(known.keys)
    user = context.get("user")
    return not DeskPreference.objects.filter(user=getattr(user, "pk", None), keys=False).exists()
