"""The figures of the report: sums over days, and the shares that are made of them. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db.models import F, Max, Sum
from django.db.models.functions import TruncWeek
from django.utils import timezone

from helpcenter.models import Translation
from messenger.fin.report.models import FinArticleDay, FinCounted, FinDay, FinDayQuerySet
from tickets.models import Topic
from web.days import bounds, mondays

# The longest table of articles.
MOST_ARTICLES = 200


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the report is about: both days are among it; "" is all."""

    since: date
    until: date
    locale: str = ""
    topic: str = ""
    rule: str = ""

    @property
    def only(self) -> dict[str, str]:
        return {"locale": self.locale, "topic": self.topic, "rule": self.rule}


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums; see `FinDay`. A share of nothing is None."""

    conversations: int = 0
    others: int = 0
    involved: int = 0
    confirmed: int = 0
    assumed: int = 0
    unresolved: int = 0
    handed_over: int = 0
    quote: int = 0
    reach: int = 0
    clarify: int = 0
    nothing: int = 0
    onward: int = 0
    words: int = 0
    milliseconds: int = 0
    written: int = 0
    tokens: int = 0
    micros: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(getattr(self, name) + getattr(other, name) for name in _SUMMED))

    @property
    def asked(self) -> int:
        return self.conversations + self.others

    @property
    def answers(self) -> int:
        """Answers to questions: thanks and greetings are none."""
        return self.quote + self.reach + self.clarify + self.nothing + self.onward

    @property
    def open(self) -> int:
        return self.involved - self.confirmed - self.assumed - self.unresolved

    @property
    def involvement(self) -> float | None:
        return _share(self.involved, self.asked)

    @property
    def confirmation(self) -> float | None:
        return _share(self.confirmed, self.involved)

    @property
    def assumption(self) -> float | None:
        return _share(self.assumed, self.involved)

    @property
    def handover(self) -> float | None:
        return _share(self.handed_over, self.involved)

    @property
    def abstention(self) -> float | None:
        return _share(self.nothing, self.answers)

    @property
    def seconds(self) -> float | None:
        """How long an answer took, on the average."""
        done = self.answers + self.words
        return self.milliseconds / 1000 / done if done else None


@dataclass(frozen=True, slots=True)
class OfArticle:
    """What became of the answers that said something from one article; `title` is "" where it is gone."""

    number: int
    title: str
    locale: str
    pk: int | None
    answers: int
    confirmed: int
    assumed: int
    unresolved: int
    asked_on: int
    handed_over: int


_SUMMED = [each.name for each in fields(Figures)]


def total(weeks: Iterable[tuple[date, Figures]]) -> Figures:
    """All of it: the weeks have no other days than those chosen."""
    return sum((row for _monday, row in weeks), Figures())


def by_week(chosen: Chosen) -> list[tuple[date, Figures]]:
    """Each week from the first to the last, by its Monday; also those in which nothing was."""
    rows: Any = _rows(chosen).annotate(week=TruncWeek("day")).values("week").annotate(**_sums())
    found = {row.pop("week"): Figures(**row) for row in rows}
    return [(monday, found.get(monday, Figures())) for monday in mondays(chosen.since, chosen.until)]


def by(dimension: str, chosen: Chosen) -> list[tuple[str, Figures]]:
    """By "locale", "topic" or "rule": the most asked first."""
    rows: Any = _rows(chosen).values(dimension).annotate(**_sums())
    found = [(row.pop(dimension), Figures(**row)) for row in rows]
    return sorted(found, key=lambda each: (-each[1].asked, each[0]))


def by_article(chosen: Chosen) -> list[OfArticle]:
    """The articles most used."""
    names = ("answers", "confirmed", "assumed", "unresolved", "asked_on", "handed_over")
    days = FinArticleDay.objects.between(chosen.since, chosen.until).of(**chosen.only)
    sums: Any = days.values("number").annotate(**{f"{name}_sum": Sum(name) for name in names})
    rows = list(sums.order_by("-answers_sum", "number")[:MOST_ARTICLES])
    titles = _titles([row["number"] for row in rows], chosen.locale)
    nobody = ("", "", None)
    return [
        OfArticle(row["number"], *titles.get(row["number"], nobody), *(row[f"{name}_sum"] for name in names))
        for row in rows
    ]


def counted_until(chosen: Chosen) -> datetime | None:
    """When the newest of these days was counted; None where none was."""
    found: datetime | None = FinCounted.objects.filter(day__range=(chosen.since, chosen.until)).aggregate(
        last=Max("counted_at")
    )["last"]
    return found


def days_as_asked(chosen: Chosen) -> tuple[str, str]:
    """When the first of the days begins and when the last one has ended, as an address says it."""
    zone = timezone.get_default_timezone()
    return bounds(chosen.since, zone)[0].isoformat(), bounds(chosen.until, zone)[1].isoformat()


def topic_labels() -> dict[str, str]:
    """What topics are called, by slug; those of before too."""
    return {topic.slug: topic.label() for topic in Topic.objects.prefetch_related("texts")}


def _rows(chosen: Chosen) -> FinDayQuerySet:
    return FinDay.objects.between(chosen.since, chosen.until).of(**chosen.only)


def _sums() -> dict[str, Any]:
    return {name: Sum(F(name)) for name in _SUMMED}


def _titles(numbers: list[int], locale: str) -> dict[int, tuple[str, str, int | None]]:
    """(title, language, the translation's key) of each article that is still there: in this language, or its first."""
    rows = Translation.objects.filter(article__number__in=numbers).order_by("pk")
    found: dict[int, tuple[str, str, int | None]] = {}
    for number, title, code, key in rows.values_list("article__number", "title", "locale", "pk"):
        if number not in found or code == locale:
            found[number] = (title, code, key)
    return found


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
