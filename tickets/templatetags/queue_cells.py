"""The rows of the queue, `{% queue_lines %}`, and a column's heading, `{{ cl|heading:column }}`."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from tickets.desk.cells import heading, lines

register = template.Library()
register.filter("heading", heading)


@register.simple_tag(takes_context=True)
def queue_lines(context: dict[str, Any]) -> SafeString:
    """Each ticket of the page, with the columns that the list's view has put there."""
    queue = context["cl"]
    # Of what has no time to keep nobody needs a column of times.
    after = [column for column in context["columns_after"] if column.name != "sla" or queue.has_due]
    picks = bool(context.get("bulk"))
    return lines(queue, context["columns_before"], after, picks=picks, list_part=context["list_part"])
