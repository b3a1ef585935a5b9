"""`manage.py sample_figures`: figures that never were, for a demonstration. Decides nothing itself."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tickets.reporting.seeding_actions import seed_figures


class Command(BaseCommand):
    """Does nothing where anything was counted, or a ticket is there."""

    help = "Makes up figures of past days for the report on the desk. Never for a real one."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        today = timezone.localtime(now, timezone.get_default_timezone()).date()
        self.stdout.write(f"Days made up: {seed_figures(today=today, now=now)}.")
