"""The bar that takes a reply back, on whichever page of the desk comes next."""

from typing import Any

from django import template
from django.utils import timezone

from tickets.desk import undo_bar as bar

register = template.Library()


@register.inclusion_tag("tickets/_undo.html", takes_context=True)
def undo_bar(context: dict[str, Any]) -> dict[str, Any]:
    """The bar, while the reply that was sent last waits."""
    request = context.get("request")
    if request is None or not hasattr(request, "session"):
        return {}
    waiting, ticket = bar.waiting(request, timezone.now()), context.get("ticket")
    # On the ticket's own page nothing else has to be loaded for it.
    stays = bool(waiting and context.get("one_screen") and ticket and ticket.reference == waiting.reference)
    return {"waiting": waiting, "stays": stays, "csrf_token": context.get("csrf_token")}
