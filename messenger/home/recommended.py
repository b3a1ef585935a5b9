"""What the home has at hand for the page or product somebody comes from: articles, and topics to write about."""

import re
from collections.abc import Sequence

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from helpcenter.models import Article, Landmark, Translation
from helpcenter.models.articles import Related
from helpcenter.reading.landmarks import known_landmarks
from messenger.models import Topic

ARTICLES, TOPICS = 3, 3
_CANDIDATES = 8
_PAGE = re.compile(r"/[a-z-]+/(articles|collections)/(\d{1,18})(?:-|$)")
# They say how to open the messenger, and it is open.
_ABOUT_THE_MESSENGER = (Landmark.Key.GET_SUPPORT, Landmark.Key.CANT_LOG_IN)


def article_at(page: str) -> int | None:
    """The number of the article that is read at this address of the help center, or None."""
    return _number_at(page, "articles")


def articles_for(page: str, locale: str, *, topics: Sequence[Topic] = ()) -> list[Translation]:
    """Up to three articles: near the page's own, or else those of the topics, or else the featured ones."""
    landmarks = known_landmarks()
    left_out = {article_at(page), *(landmarks.get(key) for key in _ABOUT_THE_MESSENGER)}
    numbers = [number for number in _near(page, topics) if number not in left_out]
    rows = Translation.objects.one_each(locale).for_lists()
    found = rows.filter(article__number__in=numbers[:_CANDIDATES]) if numbers else []
    shown = sorted(found, key=lambda row: numbers.index(row.article.number))
    if not shown:
        featured = rows.filter(article__featured=True)[: ARTICLES + len(left_out)]
        shown = [row for row in featured if row.article.number not in left_out]
    return shown[:ARTICLES]


def likely_topics(topics: Sequence[Topic], page: str) -> list[Topic]:
    """Up to three topics in the order of staff, before them what the page's own article is about."""
    number = article_at(page)
    return sorted(topics, key=lambda topic: number is None or topic.article != number)[:TOPICS]


def _near(page: str, topics: Sequence[Topic]) -> list[int]:
    number, collection = article_at(page), _number_at(page, "collections")
    if collection is not None:
        shelf = Article.objects.filter(collection__number=collection).order_by("-featured", "number")
        return _numbers(shelf)
    if number is not None:
        return _numbers(_beside(number))
    return [topic.article for topic in topics if topic.article]


def _beside(number: int) -> QuerySet[Article]:
    """The related articles in the order of the editors, then those on the same shelf."""
    related = Related.objects.filter(article__number=number)
    shelf = Article.objects.filter(number=number).values("collection")
    near = Article.objects.filter(Q(pk__in=related.values("to")) | Q(collection__in=shelf))
    place = Subquery(related.filter(to=OuterRef("pk")).values("position")[:1])
    return near.annotate(place=place).order_by(F("place").asc(nulls_last=True), "-featured", "number")


def _numbers(articles: QuerySet[Article]) -> list[int]:
    return list(articles.values_list("number", flat=True)[:_CANDIDATES])


def _number_at(page: str, kind: str) -> int | None:
    at = _PAGE.match(page)
    return int(at[2]) if at and at[1] == kind else None
