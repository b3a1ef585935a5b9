"""Loads the shipped golden questions. What staff changed, set aside or wrote themselves stays."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from messenger.golden.actions import load_shipped
from messenger.golden.files import BadLineError


class Command(BaseCommand):
    help = "Make the shipped golden questions that are missing. Running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=settings.CONTENT_DIR / "golden.jsonl")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = load_shipped(text=options["file"].read_text())
        except OSError as error:
            raise CommandError(f"{options['file']}: {error}") from error
        except BadLineError as error:
            raise CommandError(f"{options['file']}:{error.number}: {error.reason}") from error
        self.stdout.write(f"Golden questions: {made} made.")
