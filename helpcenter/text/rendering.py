"""Fills a translation from its Markdown: HTML, contents, sections, terms. Reads rows for links, saves nothing."""

import hashlib
import logging
import re
from collections.abc import Sequence

from helpcenter.models import Section, Translation
from helpcenter.search import bm25, terms
from helpcenter.text import markdown, outline
from helpcenter.text.labels import labels_digest, labels_in

logger = logging.getLogger(__name__)

_TITLE_WEIGHT = 3
_TEXT_WEIGHT = 1


def render_digest(locale: str) -> str:
    """Changes with everything but the text that decides what a translation looks like."""
    parts = (markdown.VERSION, terms.VERSION, labels_digest(locale))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def fill(translation: Translation) -> list[Section]:
    """Makes the HTML, contents and search terms from the Markdown; returns its sections. Saves nothing.

    Raises MarkdownError.
    """
    locale = translation.locale
    rendered = markdown.render(translation.body_markdown, article_path=_paths_in(translation), labels=labels_in(locale))
    if rendered.unresolved:
        numbers = ", ".join(map(str, rendered.unresolved))
        logger.info("%s %s links to articles that don't exist: %s", translation.article.number, locale, numbers)
    translation.body_html, translation.toc = rendered.html, rendered.toc
    translation.terms = _article_terms(translation, rendered.sections)
    translation.word_keys = bm25.keys_in(translation.terms)
    translation.render_digest = render_digest(locale)
    return _sections(translation, rendered.sections)


def _paths_in(translation: Translation) -> markdown.ArticlePath:
    """Addresses of all articles that the text links to, in its own language."""
    numbers = {int(number) for number in re.findall(r"article:(\d{1,18})", translation.body_markdown)}
    rows = Translation.objects.one_each(translation.locale).without_text().filter(article__number__in=numbers)
    paths = {row.article.number: row.path_in(translation.locale) for row in rows}
    return paths.get


def _article_terms(translation: Translation, sections: Sequence[outline.Section]) -> bytes:
    words = [translation.title, *translation.keywords]
    text = [translation.summary, *(f"{section.heading}\n{section.text}" for section in sections)]
    return bm25.pack(
        [
            *((_TITLE_WEIGHT, terms.terms(part, translation.locale)) for part in words),
            *((_TEXT_WEIGHT, terms.terms(part, translation.locale)) for part in text),
        ]
    )


def _sections(translation: Translation, sections: Sequence[outline.Section]) -> list[Section]:
    return [
        Section(
            translation=translation,
            position=position,
            heading=section.heading[:300],
            anchor=section.anchor[:300],
            text=section.text,
            terms=bm25.pack(
                [
                    (_TITLE_WEIGHT, terms.terms(section.heading, translation.locale)),
                    (_TEXT_WEIGHT, terms.terms(section.text, translation.locale)),
                ]
            ),
        )
        for position, section in enumerate(sections)
    ]
