"""Loads the shipped kinds of reports. What staff have changed since stays: only kinds that are missing are made."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tickets.compliance.actions import load_kinds


class Command(BaseCommand):
    help = "Make the shipped kinds of reports that are missing. Running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=settings.CONTENT_DIR / "report_kinds.json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            shipped = json.loads(options["file"].read_text())
        except (OSError, ValueError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        made = load_kinds(shipped)
        self.stdout.write(f"Kinds of reports: {made} made, {len(shipped) - made} already there.")
