"""Loads macros from a JSON file. What staff have changed since stays: only those that are missing are made."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tickets.macros.actions import load_macros


class Command(BaseCommand):
    help = "Make the macros of the file that are missing, by their names. Running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            entries = json.loads(options["file"].read_text())
            made = load_macros(entries)
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise CommandError(f"{options['file']}: {error!r}") from error
        self.stdout.write(f"Macros: {made} made, {len(entries) - made} already there.")
