"""Figures where no worker counts them: of days that never were, the same ones each time, so that a demonstration's
report has something to show; and of all days of a database that is filled to be measured."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.actions.seeding import working_staff
from tickets.models import DayCounted, DayFigures, DayTimes, SpanFigures, SpanSummed, Ticket, Topic
from tickets.models.teams import working_teams
from tickets.reporting.actions import figures, first_day
from tickets.reporting.spread import step_of
from tickets.reporting.statements import BACKLOGS, TIMES
from tickets.reporting.summing_actions import sum_up_everything
from web.days import bounds

DAYS = 120
_LOCALES, _PLANS = ("en", "en", "ja"), ("free", "pro", "pro", "max", "team")
# Fewer people write at the weekend.
_WEEKDAYS = (1.2, 1.1, 1.0, 1.0, 0.9, 0.5, 0.4)
_TOPICS = 6
_Row = dict[str, int | str]


@transaction.atomic
def seed_figures(*, today: date, now: datetime) -> int:
    """Sample figures of the days before today, where nothing was counted and no ticket is; how many days."""
    if DayCounted.objects.exists() or Ticket.objects.exists():
        return 0
    agents = [key for key, _name in working_staff()] or [0]
    teams = list(working_teams().values_list("pk", flat=True)) or [0]
    topics = list(Topic.objects.offered().values_list("slug", flat=True)[:_TOPICS]) or [""]
    days = [today - timedelta(days=ago) for ago in range(1, DAYS + 1)]
    for day in days:
        chance = Random(day.toordinal())  # noqa: S311 (the same day each time is the point)
        of = list(_slices(chance, teams, agents, topics))
        DayFigures.objects.bulk_create(_figures(chance, day, each) for each in of)
        DayTimes.objects.bulk_create(time for each in of for time in _times(chance, day, each))
    DayCounted.objects.bulk_create(DayCounted(day=day, counted_at=now) for day in days)
    return len(days)


@transaction.atomic
def count_everything(*, now: datetime) -> None:
    """Count and sum up all days up to now at once, in the place of what was counted before."""
    first, zone = first_day(), timezone.get_default_timezone()
    if first is None:
        return
    today = now.astimezone(zone).date()
    since, until = bounds(first, zone)[0], bounds(today, zone)[1]
    given: dict[str, Any] = {"since": since, "until": until, "now": now, "zone": str(zone)}
    for model in (DayFigures, DayTimes, DayCounted, SpanFigures, SpanSummed):
        model._default_manager.all().delete()
    with connection.cursor() as cursor:
        for statement in (figures(), *TIMES, BACKLOGS):
            cursor.execute(statement, given)
    days = [first + timedelta(days=n) for n in range((today - first).days + 1)]
    DayCounted.objects.bulk_create(DayCounted(day=day, counted_at=now) for day in days)
    sum_up_everything()


def _slices(chance: Random, teams: list[int], agents: list[int], topics: list[str]) -> Iterator[_Row]:
    """Whose and of what, each once: a topic is asked about in each language, and somebody has it."""
    for topic in topics:
        for locale in sorted({*_LOCALES}):
            for agent in chance.sample(agents, min(2, len(agents))):
                plan = chance.choice(_PLANS)
                yield {"team": teams[0], "agent": agent, "topic": topic, "locale": locale, "plan": plan}


def _figures(chance: Random, day: date, of: _Row) -> DayFigures:
    opened = round(chance.uniform(0, 3) * _WEEKDAYS[day.weekday()] * (1.6 if of["locale"] == "en" else 1))
    solved = max(opened - chance.choice((0, 0, 1, -1)), 0)
    rated = round(solved * 0.4)
    good = sum(chance.random() < 0.88 for _each in range(rated))
    return DayFigures(
        day=day,
        opened=opened,
        solved=solved,
        reopened=int(chance.random() < 0.05 * solved),
        replies=solved + chance.choice((0, 0, 1)),
        replies_to_solved=solved + sum(chance.random() < 0.6 for _each in range(solved)),
        rated_good=good,
        rated_bad=rated - good,
        **of,
    )


def _times(chance: Random, day: date, of: _Row) -> Iterator[DayTimes]:
    """A first response after some hours, a solution after a day or two, and what is left open."""
    first, solved = (step_of(chance.lognormvariate(mu, 0.9)) for mu in (5.0, 6.9))
    for measure, step in (("first_reply", first), ("solved", solved)):
        yield DayTimes(day=day, measure=measure, step=step, tickets=chance.randint(1, 3), **of)
    for age, share in enumerate((0.6, 0.5, 0.3, 0.15, 0.05)):
        if chance.random() < share:
            yield DayTimes(day=day, measure="backlog", step=age, tickets=chance.randint(1, 2), **of)
