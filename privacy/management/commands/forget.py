"""`manage.py forget [--dry-run]`: carries out the retention rules now, or counts what they would delete."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from privacy.actions import nightly


class Command(BaseCommand):
    """One line a rule, or a kind of row."""

    help = "Deletes what the retention rules say, as every night; with --dry-run only counts it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, and delete nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            for what, rows in nightly.count(now=timezone.now()).items():
                self.stdout.write(f"{what}: {'kept for ever' if rows is None else rows}")
            return
        for label, rows in sorted(nightly.forget(now=timezone.now()).items()):
            self.stdout.write(f"{label}: {rows}")
