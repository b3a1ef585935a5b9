"""Switches automations on, off where they do harm, and forgets what they did long ago."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from tickets import workflow
from tickets.automations.rules import TIMED
from tickets.models import Automation, AutomationRun

_KEPT = timedelta(days=90)
_BATCH = 1_000


@transaction.atomic
def switched_on(*, automation: Automation, now: datetime) -> None:
    """Let it begin anew: what came by the clock before is over, and what stopped it is forgotten."""
    begun = {"watched_until": now, "stopped_because": "", "stopped_at": None, "error": ""}
    Automation.objects.filter(pk=automation.pk).update(is_on=True, **begun)
    for name, value in begun.items():
        setattr(automation, name, value)


def stop(*, automation: Automation, because: Automation.Stop, error: str = "", now: datetime) -> None:
    """Switch it off at once, and say why; the first reason stays."""
    Automation.objects.filter(pk=automation.pk, is_on=True).update(
        is_on=False, stopped_because=because, stopped_at=now, error=error[:2000]
    )


def forget_old_runs(*, now: datetime) -> int:
    """Delete a batch of what was done more than 90 days ago; returns how many.

    What came by the clock stays while its ticket isn't finished: it would come a second time.
    """
    still = Q(automation__trigger__in=sorted(map(str, TIMED))) & ~Q(ticket__status__in=sorted(workflow.FINISHED))
    old = AutomationRun.objects.filter(at__lt=now - _KEPT).exclude(still).order_by("at")
    keys = list(old.values_list("pk", flat=True)[:_BATCH])
    AutomationRun.objects.filter(pk__in=keys).delete()
    return len(keys)
