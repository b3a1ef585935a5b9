"""`{% standing_work as work %}`: what staff should know of the queue."""

from django import template

from config import health, workload

register = template.Library()


@register.simple_tag
def standing_work() -> dict[str, object]:
    """`worker` lives; `is_late` says that an answer has waited for too long, `minutes` how long."""
    known = workload.reader.current()
    late = known.oldest_seconds > health.LONGEST_WAIT_SECONDS
    return {"worker": known.worker, "is_late": late, "minutes": known.oldest_seconds // 60}
