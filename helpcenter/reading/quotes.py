"""Sections of published articles as they can be quoted: whole where they are steps or a table, else in sentences."""

import functools
import operator
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from helpcenter.models import Section
from helpcenter.models.articles import LONG_COLUMNS
from helpcenter.text.extracts import QUOTED_WHOLE, section_html

# Letters of plain text: so long may a section be that is quoted whole because it is steps or a table.
_MOST = 4000
_IN_ORDER = re.compile(r"<ol\b|<table\b|<pre\b")
_OTHER_COLUMNS = [f"translation__{name}" for name in LONG_COLUMNS if name != "body_html"]


@dataclass(frozen=True, slots=True)
class Quote:
    """What stands in a section now: the article's version, and the section whole as text and as HTML.

    `text` and `html` are "" where the section is too long to be quoted whole.
    """

    version: int
    text: str = ""
    body_html: str = ""
    anchor: str = ""

    @property
    def html(self) -> str:
        """Made when somebody shows it: of ten sections that are looked at one is shown."""
        return section_html(self.body_html, self.anchor) if self.text else ""


def quotes(places: Iterable[tuple[int, str, str]]) -> dict[tuple[int, str, str], Quote]:
    """The quotes of published sections, by article number, language and anchor; what is gone is missing."""
    wanted = set(places)
    rows = Section.objects.select_related("translation__article").defer("terms", *_OTHER_COLUMNS)
    one_of = (
        Q(translation__article__number=number, translation__locale=locale, anchor=anchor)
        for number, locale, anchor in wanted
    )
    rows = rows.filter(functools.reduce(operator.or_, one_of, Q(pk__in=[])), translation__published_at__isnull=False)
    found = {(row.translation.article.number, row.translation.locale, row.anchor): row for row in rows}
    return {place: _quote(row) for place, row in found.items() if place in wanted}


def _quote(row: Section) -> Quote:
    version, body = row.translation.version, row.translation.body_html
    if len(row.text) > _MOST:
        return Quote(version)
    if len(row.text) > QUOTED_WHOLE and not _IN_ORDER.search(section_html(body, row.anchor)):
        return Quote(version)
    return Quote(version, row.text, body, row.anchor)
