"""Fills a translation from its Markdown: HTML, contents, sections, terms. Reads rows for links, saves nothing."""

import hashlib
import logging
import re
from collections.abc import Iterable, Sequence

from helpcenter.models import Section, Translation
from helpcenter.search import bm25, encoder, packing, spelling, terms
from helpcenter.search.packing import Article, Part
from helpcenter.text import markdown, outline
from helpcenter.text.fingerprints import fingerprint
from helpcenter.text.labels import labels_digest, labels_in

logger = logging.getLogger(__name__)


def render_digest(locale: str) -> str:
    """Changes with everything but the text that decides what a translation looks like."""
    versions = (markdown.VERSION, terms.VERSION, encoder.VERSION, packing.VERSION, spelling.VERSION)
    parts = (*versions, labels_digest(locale))
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
    searched = as_searched(translation, rendered.sections)
    translation.terms = searched.terms()
    translation.word_keys = bm25.keys_in(translation.terms)
    translation.render_digest = render_digest(locale)
    sections = _sections(translation, rendered.sections, searched.terms_of_parts())
    translation.meaning = meaning(translation, sections)
    return sections


def words_of(translation: Translation, sections: Iterable[Section]) -> set[str]:
    """Its words as they are spelled; its questions aren't looked through, as customers spelled those."""
    texts = [translation.title, translation.summary, *translation.keywords]
    texts += [text for section in sections for text in (section.heading, section.text)]
    return spelling.words_in("\n".join(texts))


def meaning(translation: Translation, sections: Iterable[Section]) -> str:
    """A sign of what its vectors are to be made of; "" in a language that the encoder doesn't know."""
    if not encoder.knows(translation.locale):
        return ""
    return fingerprint(encoder.VERSION, packing.VERSION, as_searched(translation, sections).texts())


def _paths_in(translation: Translation) -> markdown.ArticlePath:
    """Addresses of all articles that the text links to, in its own language."""
    numbers = {int(number) for number in re.findall(r"article:(\d{1,18})", translation.body_markdown)}
    rows = Translation.objects.one_each(translation.locale).without_text().filter(article__number__in=numbers)
    paths = {row.article.number: row.path_in(translation.locale) for row in rows}
    return paths.get


def as_searched(translation: Translation, sections: Iterable[outline.Section | Section]) -> Article:
    """The translation as search knows it."""
    return Article(
        locale=translation.locale,
        title=translation.title,
        summary=translation.summary,
        keywords=translation.keywords,
        questions=translation.questions,
        parts=[Part(section.heading, section.text) for section in sections],
    )


def _sections(translation: Translation, sections: Sequence[outline.Section], packed: Sequence[bytes]) -> list[Section]:
    return [
        Section(
            translation=translation,
            position=position,
            heading=section.heading[:300],
            anchor=section.anchor[:300],
            text=section.text,
            terms=terms_of_it,
        )
        for position, (section, terms_of_it) in enumerate(zip(sections, packed, strict=True))
    ]
