"""Sections of published articles as they can be quoted: whole where they are steps or a table, else in sentences."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from helpcenter.models import Section
from helpcenter.models.articles import LONG_COLUMNS
from helpcenter.text.extracts import section_html

# Letters of plain text. A longer section is quoted in sentences unless it is steps or a table, and those up to MOST.
_SHORT = 700
_MOST = 4000
_IN_ORDER = re.compile(r"<ol\b|<table\b|<pre\b")
_OTHER_COLUMNS = [f"translation__{name}" for name in LONG_COLUMNS if name != "body_html"]


@dataclass(frozen=True, slots=True)
class Quote:
    """What stands in a section now: the article's version, and the section whole as HTML and as text.

    `html` and `text` are "" where the section is too long to be quoted whole.
    """

    version: int
    html: str = ""
    text: str = ""


def quotes(places: Iterable[tuple[int, str, str]]) -> dict[tuple[int, str, str], Quote]:
    """The quotes of published sections, by article number, language and anchor; what is gone is missing."""
    wanted = set(places)
    rows = Section.objects.select_related("translation__article").defer("terms", *_OTHER_COLUMNS)
    rows = rows.filter(
        translation__published_at__isnull=False,
        translation__article__number__in={number for number, _locale, _anchor in wanted},
        translation__locale__in={locale for _number, locale, _anchor in wanted},
        anchor__in={anchor for _number, _locale, anchor in wanted},
    )
    found = {(row.translation.article.number, row.translation.locale, row.anchor): row for row in rows}
    return {place: _quote(row) for place, row in found.items() if place in wanted}


def _quote(row: Section) -> Quote:
    version = row.translation.version
    if len(row.text) > _MOST:
        return Quote(version)
    html = section_html(row.translation.body_html, row.anchor)
    if len(row.text) > _SHORT and not _IN_ORDER.search(html):
        return Quote(version)
    return Quote(version, html, row.text)
