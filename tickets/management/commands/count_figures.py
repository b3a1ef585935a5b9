"""`manage.py count_figures`: counts the days that the report on the desk is made of. Decides nothing itself."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from tickets.reporting.actions import count_again
from tickets.reporting.summing_actions import sum_up_due


class Command(BaseCommand):
    """Each day is kept as soon as it is counted, so that it can be stopped and go on."""

    help = "Counts past days for the report on the desk, the newest first, beside the running site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", type=date.fromisoformat, metavar="DAY", help="no day before this one")
        parser.add_argument("--until", type=date.fromisoformat, metavar="DAY", help="no day after this one")
        parser.add_argument(
            "--again", action="store_true", help="also days that were counted; what was deleted is lost"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        days = count_again(since=options["since"], until=options["until"], now=timezone.now(), anew=options["again"])
        for done, day in enumerate(days, 1):
            self.stderr.write(f"{day} counted ({done})")
        self.stdout.write(f"Days counted: {done}.")
        summed = sum(1 for _span in sum_up_due())
        if summed:
            self.stdout.write(f"Days and weeks summed up: {summed}.")
