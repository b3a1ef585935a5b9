"""Loads business hours and SLA policies from a JSON file: only those that are missing are made."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from tickets.sla.policy_actions import load_policies


class Command(BaseCommand):
    help = "Make the business hours and SLA policies of the file that are missing, by their names."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            made = load_policies(**json.loads(options["file"].read_text()))
        except (
            OSError,
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
            ObjectDoesNotExist,
            DatabaseError,
        ) as error:
            raise CommandError(f"{options['file']}: {error!r}") from error
        self.stdout.write(f"Business hours and SLA policies: {made} made.")
