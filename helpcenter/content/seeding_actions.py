"""Fills the library for measuring: articles in every language that say little, rendered as real ones are."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from random import Random

from django.conf import settings

from helpcenter.models import Article, Collection, Section, Translation
from helpcenter.sample_articles import Pen, sample
from helpcenter.text import rendering
from helpcenter.text.outline import heading_anchor
from web.copying import Row, copy_rows, row_of

TABLES = (Article, Translation, Section)
# What the keys of an article's rows begin at, times its number.
_MOST_ROWS = 1000


def seed_articles(*, numbers: Sequence[int], shelves: Sequence[Collection], pen: Pen, now: datetime) -> None:
    """Published articles with these numbers, which are their keys too; the caller's bulk_load is around it."""
    made = [_article(number, shelves) for number in numbers]
    filled = [found for article in made for found in _translations(article, pen, now)]
    copy_rows(Article, map(row_of, made))
    copy_rows(Translation, (row_of(translation) for translation, _sections in filled))
    copy_rows(Section, (row for translation, sections in filled for row in _rows(translation, sections)))


def _article(number: int, shelves: Sequence[Collection]) -> Article:
    return Article(pk=number, number=number, collection=shelves[number % len(shelves)])


def _translations(article: Article, pen: Pen, now: datetime) -> Iterator[tuple[Translation, list[Section]]]:
    for place, (locale, _name) in enumerate(settings.LANGUAGES):
        chance = Random(article.number * 31 + place)  # noqa: S311 (the same text each time is the point)
        text = sample(chance, locale, pen)
        translation = Translation(
            pk=article.number * _MOST_ROWS + place,
            article=article,
            locale=locale,
            slug=heading_anchor(text.title),
            title=text.title,
            summary=text.summary,
            body_markdown=text.markdown,
            published_at=now,
            updated_at=now.date(),
            version=1,
            source_version=None if locale == article.source_locale else 1,
        )
        yield translation, rendering.fill(translation)


def _rows(translation: Translation, sections: Sequence[Section]) -> Iterator[Row]:
    for section in sections:
        yield row_of(section) | {"id": translation.pk * _MOST_ROWS + section.position}
