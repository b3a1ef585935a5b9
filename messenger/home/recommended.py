"""What the home has at hand for the page or product somebody comes from: articles, and topics to write about."""

import re
from collections.abc import Sequence

from django.db.models import QuerySet

from helpcenter.models import Article, Landmark, Translation
from helpcenter.models.articles import Related
from helpcenter.reading.landmarks import known_landmarks
from messenger.models import Topic

ARTICLES, TOPICS = 3, 4
_CANDIDATES = 8
_PAGE = re.compile(r"/[a-z-]+/(articles|collections)/(\d{1,18})(?:-|$)")
# They say how to open the messenger, and it is open.
_ABOUT_THE_MESSENGER = (Landmark.Key.GET_SUPPORT, Landmark.Key.CANT_LOG_IN)


def article_at(page: str) -> int | None:
    """The number of the article that is read at this address of the help center, or None."""
    return _number_at(page, "articles")


def articles_for(page: str, locale: str, *, topics: Sequence[Topic] = ()) -> list[Translation]:
    """Up to three articles: near the page's own, or else those of the topics, or else the featured ones."""
    left_out = {article_at(page), *(known_landmarks().get(key) for key in _ABOUT_THE_MESSENGER)}
    numbers = [number for number in _near(page, topics) if number not in left_out]
    rows = Translation.objects.one_each(locale).for_lists()
    found = rows.filter(article__number__in=numbers[:_CANDIDATES]) if numbers else []
    shown = sorted(found, key=lambda row: numbers.index(row.article.number))
    if not shown:
        featured = rows.filter(article__featured=True)[: ARTICLES + len(left_out)]
        shown = [row for row in featured if row.article.number not in left_out]
    return shown[:ARTICLES]


def likely_topics(topics: Sequence[Topic], page: str) -> list[Topic]:
    """Up to four topics in the order of staff, before them what the page's own article is about."""
    number = article_at(page)
    return sorted(topics, key=lambda topic: number is None or topic.article != number)[:TOPICS]


def _near(page: str, topics: Sequence[Topic]) -> list[int]:
    number, collection = article_at(page), _number_at(page, "collections")
    if collection is not None:
        return _in_collection(Article.objects.filter(collection__number=collection))
    if number is None:
        return [topic.article for topic in topics if topic.article]
    related = Related.objects.filter(article__number=number).order_by("position", "pk")
    numbers = list(related.values_list("to__number", flat=True)[:_CANDIDATES])
    if len(numbers) >= ARTICLES:
        return numbers
    beside = Article.objects.filter(collection__in=Article.objects.filter(number=number).values("collection"))
    return list(dict.fromkeys([*numbers, *_in_collection(beside)]))


def _in_collection(articles: QuerySet[Article]) -> list[int]:
    return list(articles.order_by("-featured", "number").values_list("number", flat=True)[:_CANDIDATES])


def _number_at(page: str, kind: str) -> int | None:
    at = _PAGE.match(page)
    return int(at[2]) if at and at[1] == kind else None
