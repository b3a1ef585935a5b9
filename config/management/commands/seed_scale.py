"""Fills a database with people, tickets, mail, conversations and articles that never were, to be measured."""

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from itertools import batched
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import models
from django.utils import timezone

from accounts.actions import seeding as people
from accounts.models import Customer, Domain
from config import sample_letters
from helpcenter import actions as library
from helpcenter.content import seeding_actions as articles
from helpcenter.models import Article, Collection
from messenger.conversations.actions import seeding as conversations
from messenger.topics.actions import load_topics
from tickets.actions import seeding as tickets
from tickets.models import Ticket, Topic
from tickets.reporting.seeding_actions import count_everything
from tickets.sample_cases import Pen, case
from web.copying import bulk_load

_CHUNK = 5_000
# Written letter by letter from few sentences, so that it is believable and still quick.
PEN = Pen(question=sample_letters.question, letter=sample_letters.letter, answer=sample_letters.answer)


class Command(BaseCommand):
    help = "Fills the database by COPY with made-up tickets and articles, to be measured. Never for a real one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tickets", type=int, default=0, metavar="N")
        parser.add_argument("--articles", type=int, default=0, metavar="N")
        parser.add_argument("--yes", action="store_true", help="also into a database that has tickets or customers")

    def handle(self, *args: Any, **options: Any) -> None:
        if min(options["tickets"], options["articles"]) < 0:
            raise CommandError("A number of rows can't be negative.")
        if not options["yes"] and (Ticket.objects.exists() or Customer.objects.exists()):
            raise CommandError("This database has tickets or customers. Add --yes if they are not real.")
        now = timezone.now()
        if options["tickets"]:
            seed_tickets(options["tickets"], now)
        if options["articles"]:
            seed_articles(options["articles"], now)


def seed_tickets(total: int, now: datetime, pen: Pen = PEN) -> None:
    """So many tickets and conversations, half as many customers, and the mail between them."""
    tables = (*people.TABLES, *tickets.TABLES, *conversations.TABLES)
    first = 1 + max(map(_last, tables))
    domain = Domain.objects.first() or people.sample_domain()
    topics = _topics()
    around = tickets.Surroundings(
        staff=people.working_staff(),
        topics=[(topic.pk, topic.kind, {text.locale: text.label for text in topic.texts.all()}) for topic in topics],
        teams=people.working_teams(),
        tags=tickets.sample_tags(),
        now=now,
    )
    with bulk_load(*tables):
        for ids in _progress("customers", range(first, first + max(total // 2, 1))):
            people.seed_customers(ids=ids, domain=domain, now=now)
        for numbers in _progress("tickets", range(first, first + total)):
            cases = [case(number, total=total, first=first, pen=pen, now=now) for number in numbers]
            tickets.seed_tickets(cases=cases, around=around)
            conversations.seed_conversations(cases=cases, topics=[topic.pk for topic in topics])
    count_everything(now=now)


def seed_articles(total: int, now: datetime) -> None:
    """So many articles in every language, on the shelves that there are."""
    shelves = list(Collection.objects.all()) or [_shelf()]
    first = 1 + max(_last(Article), Article.objects.aggregate(most=models.Max("number"))["most"] or 0)
    with bulk_load(*articles.TABLES):
        for numbers in _progress("articles", range(first, first + total)):
            articles.seed_articles(numbers=numbers, shelves=shelves, pen=_sentence, now=now)
    library.renew()  # readers see and find them from now on


def _sentence(chance: Random, locale: str) -> str:
    return sample_letters.question(chance, locale)


def _last(model: type[models.Model]) -> int:
    return model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0


def _progress(what: str, numbers: range) -> Iterator[tuple[int, ...]]:
    """The numbers in chunks, with a bar on standard error that grows."""
    done = 0
    for chunk in batched(numbers, _CHUNK):
        yield chunk
        done += len(chunk)
        filled = 30 * done // len(numbers)
        print(f"\r{what:>10} [{'#' * filled:<30}] {done:,} of {len(numbers):,}", end="", file=sys.stderr, flush=True)
    print("  writing indexes …", file=sys.stderr)


def _topics() -> list[Topic]:
    if not Topic.objects.exists():
        load_topics(json.loads(Path(settings.CONTENT_DIR / "topics.json").read_text()))
    return list(Topic.objects.offered())


def _shelf() -> Collection:
    library.publish_collection(
        number=1, locale="en", slug="samples", title="Samples", description="", order=1, icon="book"
    )
    return Collection.objects.get(number=1)
