"""`{% unsent_mail as count %}`: how many emails reached nobody and wait for a look."""

from typing import Any

from django import template

from tickets.models import OutgoingEmail
from web.lists import counted, shown_count

register = template.Library()


@register.simple_tag(takes_context=True)
def unsent_mail(context: dict[str, Any]) -> str:
    """For people, of the tickets that this member of staff may see; "" for none. Reads a thousand rows at most."""
    count = counted(OutgoingEmail.objects.dead().visible_to(context["request"].user))
    return shown_count(count) if count else ""
