"""Loads the shipped topics. What staff have changed since stays: only topics that are missing are made."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from messenger.models import FieldText, Topic, TopicField, TopicText


class Command(BaseCommand):
    help = "Make the shipped topics that are missing. Running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=settings.CONTENT_DIR / "topics.json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            shipped = json.loads(options["file"].read_text())
        except (OSError, ValueError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        known = set(Topic.objects.values_list("slug", flat=True))
        missing = [entry for entry in shipped if entry["slug"] not in known]
        with transaction.atomic():
            for entry in missing:
                make_topic(entry)
        self.stdout.write(f"Topics: {len(missing)} made, {len(shipped) - len(missing)} already there.")


def make_topic(entry: dict[str, Any]) -> Topic:
    """One topic with its words and fields."""
    plain = {key: entry[key] for key in ("slug", "kind", "product", "article", "order")}
    topic = Topic.objects.create(**plain)
    for locale, text in entry["texts"].items():
        TopicText.objects.create(topic=topic, locale=locale, **text)
    for order, row in enumerate(entry["fields"], start=1):
        field = TopicField.objects.create(
            topic=topic, key=row["key"], kind=row["kind"], required=row["required"], proof=row["proof"], order=order
        )
        for locale, text in row["texts"].items():
            choices = "\n".join(text.pop("choices", []))
            FieldText.objects.create(field=field, locale=locale, choices=choices, **text)
    return topic
