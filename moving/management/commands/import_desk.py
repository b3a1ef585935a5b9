"""`manage.py import_desk`: moves in from another desk. Decides nothing itself."""

from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import Domain
from moving.actions.importing import AlreadyRunningError, alone
from moving.actions.noting import note
from moving.archives import Archive
from moving.lookup import Lookup
from moving.outcome import Outcome
from moving.resolving import Around, staff_by_address
from moving.running import Run
from moving.values import BrokenError
from moving.vendors import DESKS
from web.mail_languages import names


class Command(BaseCommand):
    """Stopped anywhere, the same command goes on: what is here isn't made again."""

    help = "Moves tickets, people, macros and tags in from the export of another desk. See docs/moving-in.md."

    def add_arguments(self, parser: CommandParser) -> None:
        languages = list(names())
        parser.add_argument("desk", choices=sorted(DESKS))
        parser.add_argument("path", type=Path, help="the export: a folder, a ZIP, or one file")
        parser.add_argument("--team", required=True, metavar="NAME", help="whose tickets they become")
        parser.add_argument("--dry-run", action="store_true", help="write nothing; say what would be made and what not")
        parser.add_argument("--account", default="", metavar="NAME", help="which account, where there are several")
        parser.add_argument("--domain", default="", metavar="HOST", help="whose subjects the export's external ids are")
        parser.add_argument("--locale", default=languages[0], choices=languages, help="of what says no language")
        parser.add_argument("--report", type=Path, metavar="FILE", help="where to write what stayed out, and why")

    def handle(self, *args: Any, **options: Any) -> None:
        desk = DESKS[options["desk"]]
        source = f"{desk.name}:{options['account']}"[:60] if options["account"] else desk.name
        around = Around(
            title=desk.title,
            staff=staff_by_address(),
            team=_team(options["team"]).pk,
            locale=options["locale"],
            domain=_domain(options["domain"]),
            now=timezone.now(),
        )
        path: Path = options["path"].resolve()
        report = options["report"] or path.with_name(f"{path.name}.import.jsonl")
        try:
            archive = Archive(path)
            with alone(source), Lookup() as lookup, Outcome(report) as outcome:
                Run(desk, archive, source, around, lookup, outcome, dry=options["dry_run"]).go()
        except (BrokenError, OSError) as error:
            raise CommandError(str(error)) from error
        except AlreadyRunningError as error:
            raise CommandError(f"{source} is being moved in already, by another run.") from error
        if not options["dry_run"]:
            note("desk_imported", {"source": source, "tickets": outcome.counts["ticket"]["made"]})
        for line in outcome.lines(dry=options["dry_run"]):
            self.stdout.write(line)
        self.stdout.write(f"What stayed out, or isn't whole, and why: {report}")
        if outcome.failures:
            raise CommandError(f"{outcome.failures:,} couldn't be read or written. Run it again when it is mended.")


def _team(name: str) -> Group:
    found = Group.objects.filter(name=name).first()
    if found is None:
        names = ", ".join(Group.objects.order_by("name").values_list("name", flat=True))
        raise CommandError(f"There is no team “{name}”. There are: {names}.")
    return found


def _domain(host: str) -> Domain | None:
    if not host:
        return None
    found = Domain.objects.at(host)
    if found is None:
        raise CommandError(f"There is no authentication domain {host}.")
    return found
