"""`{% unsent_mail as count %}`: how many emails reached nobody and wait for a look."""

from typing import Any

from django import template

from tickets.models import OutgoingEmail

register = template.Library()
# It is counted no further than this: every page of the desk asks, and whose each ticket is.
_MOST = 100


@register.simple_tag(takes_context=True)
def unsent_mail(context: dict[str, Any]) -> str:
    """For people, of the tickets that this member of staff may see; "" for none."""
    count = OutgoingEmail.objects.dead().visible_to(context["request"].user)[: _MOST + 1].count()
    return f"{_MOST}+" if count > _MOST else str(count or "")
