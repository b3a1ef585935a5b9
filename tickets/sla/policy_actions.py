"""Applies policies that changed to the tickets that are open, and makes those of a file."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from tickets.models import BusinessHours, Holiday, OpenSpan, SlaPolicy, Ticket
from tickets.sla import clock_actions

# So many tickets are looked at in one job, each in a transaction of its own.
_BATCH = 500


def apply_later(*, after: int = 0) -> None:
    """Have the clocks of all open tickets worked out anew, in the caller's transaction; from behind this key on."""
    # By its name: the task builds on what is written here.
    app.configure_task("tickets.apply_sla", queue="default").defer(after=after)


def apply(*, after: int, now: datetime) -> int | None:
    """Work out the clocks of so many open tickets behind this key; the last one's key, or None at the end.

    What had run out before is noticed by nobody: an old ticket isn't a new breach.
    """
    tickets = Ticket.objects.open().filter(pk__gt=after).order_by("pk")
    keys = list(tickets.values_list("pk", flat=True)[:_BATCH])
    for key in keys:
        _apply_one(key, now)
    return keys[-1] if len(keys) == _BATCH else None


@transaction.atomic
def _apply_one(key: int, now: datetime) -> None:
    """The ticket keeps its version: no page of staff goes stale by it."""
    ticket = Ticket.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if ticket is not None:
        clock_actions.follow(ticket, now, quietly=True)
        ticket.save(update_fields=["due_at", "warn_at"])


@transaction.atomic
def load_policies(*, hours: Iterable[dict[str, Any]], policies: Iterable[dict[str, Any]]) -> int:
    """Make those business hours and policies that are missing, by their names, and return how many; none is changed."""
    made = sum(_make_hours(entry) for entry in hours)
    made += sum(_make_policy(entry) for entry in policies)
    if made:
        apply_later()
    return made


def _make_hours(entry: dict[str, Any]) -> bool:
    row, is_new = BusinessHours.objects.get_or_create(name=entry["name"], defaults={"zone": entry["zone"]})
    if is_new:
        OpenSpan.objects.bulk_create(
            OpenSpan(hours=row, weekday=day, opens=time.fromisoformat(opens), closes=time.fromisoformat(closes))
            for day in entry["days"]
            for opens, closes in entry["spans"]
        )
        Holiday.objects.bulk_create(
            Holiday(hours=row, day=date.fromisoformat(day), name=name)
            for day, name in entry.get("holidays", {}).items()
        )
    return is_new


def _make_policy(entry: dict[str, Any]) -> bool:
    wanted = dict(entry)
    name, hours = wanted.pop("name"), wanted.pop("hours", "")
    if hours:
        wanted["hours"] = BusinessHours.objects.get(name=hours)
    return SlaPolicy.objects.get_or_create(name=name, defaults=wanted)[1]
