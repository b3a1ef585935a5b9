"""`manage.py remember_solved`: makes the tickets that were solved before findable by others like them."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from messenger.agents.actions import remember_all


class Command(BaseCommand):
    """Says how far it came; stopped and started again it goes on where it was."""

    help = "Makes solved tickets findable as similar ones, a batch at a time, beside the running site."

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for done, of in remember_all(now=timezone.now()):
            self.stderr.write(f"{done} of {of} tickets")
        self.stdout.write(f"Solved tickets: {done} more are found as similar ones.")
