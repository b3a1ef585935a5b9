"""`manage.py index_tickets`: makes anew what the desk's search finds tickets by. Decides nothing itself."""

from argparse import ArgumentTypeError
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from tickets.actions.indexing import index_again


def moment(text: str) -> datetime:
    """A date or a time; without an offset it is the site's own."""
    try:
        found = parse_datetime(text) if parse_date(text[:10]) else None
    except ValueError:
        found = None
    if found is None:
        raise ArgumentTypeError(f"{text!r} is no time such as 2026-11-30 or 2026-11-30T09:00Z")
    return found if timezone.is_aware(found) else timezone.make_aware(found)


class Command(BaseCommand):
    """Says how far it came, so that it can be stopped and go on."""

    help = "Makes anew what the desk's search finds tickets by, a batch at a time, beside the running site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--after", type=int, default=0, metavar="N", help="go on behind this ticket's key")
        parser.add_argument("--since", type=moment, metavar="TIME", help="only tickets that changed since")

    def handle(self, *args: Any, **options: Any) -> None:
        looked_at = changed = 0
        for done in index_again(after=options["after"], since=options["since"]):
            looked_at, changed = looked_at + done.looked_at, changed + done.changed
            self.stderr.write(f"{looked_at} tickets; to go on from here: --after {done.last}")
        self.stdout.write(f"Tickets: {looked_at}, of which {changed} are found by something else now.")
