"""`load_people FILE`: domains, organizations, support contacts and staff from a JSON file. Safe to repeat."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction

from accounts.actions import roster


class Command(BaseCommand):
    help = "Loads domains, organizations, support contacts, teams and staff users from a JSON file; safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--retire", action="store_true", help="Shut out the staff users of the file instead.")

    def handle(self, *_args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            people = json.loads(roster.fill_in(file.read_text()))
            if options["retire"]:
                roster.retire_staff(people.get("staff", []))
                return
            with transaction.atomic():
                roster.load_domains(people.get("domains", []))
                roster.load_organisations(people.get("organisations", []))
                roster.load_teams(people.get("teams", []))
                passwords = roster.load_staff(people.get("staff", []))
        except (
            OSError,
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
            ObjectDoesNotExist,
            DatabaseError,
        ) as error:
            raise CommandError(f"{file}: {error!r}") from error
        for name, password in passwords.items():
            self.stdout.write(f"{name:<12} {password}")
