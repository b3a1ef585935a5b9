"""Loads the shipped topics. What staff have changed since stays: only topics that are missing are made."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from messenger.topics.actions import load_topics


class Command(BaseCommand):
    help = "Make the shipped topics that are missing. Running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=settings.CONTENT_DIR / "topics.json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            shipped = json.loads(options["file"].read_text())
        except (OSError, ValueError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        made = load_topics(shipped)
        self.stdout.write(f"Topics: {made} made, {len(shipped) - made} already there.")
