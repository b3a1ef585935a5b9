"""Publishes the articles in content/ that changed since the last load. Decides nothing itself."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from helpcenter.content.loading import ContentRefusedError, load
from helpcenter.models import ShippedText


class Command(BaseCommand):
    help = "Publishes the content files that changed since they were last loaded; what staff changed stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.CONTENT_DIR)

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        try:
            loaded = load(folder, timezone.now())
        except ContentRefusedError as error:
            raise CommandError(f"Nothing was published.\n{error}") from error
        self.stdout.write(
            f"Collections changed: {loaded.collections}. Articles published: {loaded.published}, "
            f"rendered anew: {loaded.rendered}, unchanged: {loaded.unchanged}. "
            f"Questions taught or forgotten: {loaded.questions}."
        )
        for line in loaded.kept:
            self.stdout.write(line)
        for text in loaded.waiting:
            self.stdout.write(_waiting_line(text))


def _waiting_line(text: ShippedText) -> str:
    held = text.translation
    why = "changed it" if held.published_at else "took it off"
    return f"{held.locale} article {held.article.number} “{text.title}” waits: staff {why}. Compare them in the admin."
