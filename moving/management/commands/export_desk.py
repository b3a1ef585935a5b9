"""`manage.py export_desk`: everything as JSON Lines. Decides nothing itself."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from moving.actions.noting import note
from moving.exporting.describing import tables
from moving.exporting.kinds import KINDS
from moving.exporting.writing import write
from moving.progress import Progress
from tickets.management.commands.index_tickets import moment


class Command(BaseCommand):
    """An export without a manifest.json isn't whole: make it anew."""

    help = "Writes everything that is here into a folder, as JSON Lines. See docs/data-export.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, nargs="?", help="a new one, or an empty one")
        parser.add_argument("--since", type=moment, metavar="TIME", help="only what was made or changed since")
        parser.add_argument("--with-reports", action="store_true", help="also reports under the law")
        parser.add_argument("--describe", action="store_true", help="only print what each field says")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["describe"]:
            self.stdout.write(tables())
            return
        folder: Path | None = options["folder"]
        if folder is None:
            raise CommandError("Say into which folder.")
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} is there and isn't empty.")
        progress = Progress("export", _rows())
        # People's words and files: nobody's but who runs this.
        before = os.umask(0o077)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            manifest = write(
                folder,
                since=options["since"],
                with_reports=options["with_reports"],
                now=timezone.now(),
                tell=lambda kind, rows, done: progress.at(done, f"{done:,} rows, {kind} {rows:,}"),
            )
        except OSError as error:
            raise CommandError(f"{folder}: {error}") from error
        finally:
            os.umask(before)
        rows = sum(each["rows"] for each in manifest["kinds"].values())
        progress.end(f"{rows:,} rows")
        files = manifest["files"]
        note("desk_exported", {"rows": rows, "files": files["copied"], "reports": options["with_reports"]})
        self.stdout.write(f"{rows:,} rows of {len(manifest['kinds'])} kinds, {files['copied']:,} files: {folder}")
        if files["missing"]:
            self.stdout.write(f"{files['missing']:,} files aren't in the storage any more.")


def _rows() -> int:
    """About how many there are, as the database last counted them."""
    names = sorted({kind.model._meta.db_table for kind in KINDS})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(greatest(reltuples, 0)), 0)::bigint FROM pg_class WHERE relname = ANY(%s)", [names]
        )
        return int(cursor.fetchone()[0])
