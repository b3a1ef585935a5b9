"""Publishes content files that changed. Compares files with what was loaded last; every change goes through actions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from helpcenter import actions
from helpcenter.content.files import (
    ArticleFile,
    CollectionFile,
    ContentError,
    article_files,
    collection_files,
    digest,
    read_article,
    read_collection,
)
from helpcenter.models import Article, CollectionTranslation, Translation
from helpcenter.text.labels import labels_in
from helpcenter.text.markdown import render
from helpcenter.text.outline import MarkdownError
from helpcenter.text.rendering import render_digest


class ContentRefusedError(Exception):
    """Some files are wrong; `problems` has one message each, and nothing was published."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(slots=True)
class Loaded:
    """What a load did: how many collections and articles it published, rendered anew, and left alone."""

    collections: int = 0
    published: int = 0
    rendered: int = 0
    unchanged: int = 0


@dataclass(slots=True)
class _Found:
    collections: list[CollectionFile] = field(default_factory=list)
    articles: list[ArticleFile] = field(default_factory=list)
    unchanged: list[tuple[str, Path]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def _read_all(root: Path) -> _Found:
    known = set(Translation.objects.values_list("file_digest", flat=True))
    found = _Found()
    for locale, _name in settings.LANGUAGES:
        for path in collection_files(root, locale):
            try:
                found.collections.append(read_collection(path, locale))
            except ContentError as error:
                found.problems.append(str(error))
        for path in article_files(root, locale):
            if digest(path) in known:
                found.unchanged.append((locale, path))
                continue
            try:
                found.articles.append(_checked(read_article(path, locale)))
            except ContentError as error:
                found.problems.append(str(error))
    return found


def _checked(file: ArticleFile) -> ArticleFile:
    """The file, when its Markdown renders. Raises ContentError with the line in the file."""
    try:
        render(file.body, article_path=lambda _number: None, labels=labels_in(file.locale))
    except MarkdownError as error:
        raise ContentError(f"{file.path}:{file.body_line + error.line - 1}: {error}") from error
    return file


def _check_numbers(found: _Found) -> None:
    """Each number once a language, and each article on a shelf that exists."""
    shelves: dict[tuple[str, int], Path] = {}
    for shelf in found.collections:
        other = shelves.setdefault((shelf.locale, shelf.number), shelf.path)
        if other != shelf.path:
            found.problems.append(f"{shelf.path}: the field “id” is taken by {other}")
    folders = {(each.locale, each.folder) for each in found.collections}
    # What is unchanged was read once, so its name begins with its number.
    seen = {(locale, int(path.name.partition("-")[0])): path for locale, path in found.unchanged}
    for each in found.articles:
        if (each.locale, each.folder) not in folders:
            found.problems.append(f"{each.path}: its folder has no _index.md")
        other = seen.setdefault((each.locale, each.number), each.path)
        if other != each.path:
            found.problems.append(f"{each.path}: the field “id” is taken by {other}")


@transaction.atomic
def load(root: Path, now: datetime) -> Loaded:
    """Publishes what changed under `root`, all or nothing. Raises ContentRefusedError."""
    found = _read_all(root)
    _check_numbers(found)
    if found.problems:
        raise ContentRefusedError(found.problems)
    loaded = Loaded(unchanged=len(found.unchanged))
    loaded.collections = sum(_publish_collection(each) for each in found.collections)
    _publish_articles(found, now)
    loaded.published = len(found.articles)
    loaded.rendered = _render_stale()
    return loaded


def _publish_collection(file: CollectionFile) -> bool:
    same = CollectionTranslation.objects.filter(
        collection__number=file.number,
        collection__order=file.order,
        collection__icon=file.icon,
        locale=file.locale,
        slug=file.slug,
        title=file.title,
        description=file.description,
    )
    if same.exists():
        return False
    actions.publish_collection(
        number=file.number,
        locale=file.locale,
        slug=file.slug,
        title=file.title,
        description=file.description,
        order=file.order,
        icon=file.icon,
    )
    return True


def _publish_articles(found: _Found, now: datetime) -> None:
    """Places all articles first, so that related ones and links find each other; sources before translations."""
    shelves = {(each.locale, each.folder): each.number for each in found.collections}
    leading = _leading_files(found.articles)
    for _round in range(2):
        for file in leading.values():
            _place(file, shelves)
    source = {number: Article.objects.get(number=number).source_locale for number in {f.number for f in found.articles}}
    for file in sorted(found.articles, key=lambda each: each.locale != source[each.number]):
        actions.publish_translation(
            article=Article.objects.get(number=file.number),
            locale=file.locale,
            slug=file.slug,
            title=file.title,
            summary=file.summary,
            keywords=file.keywords,
            body_markdown=file.body.strip() + "\n",
            updated_at=file.updated,
            now=now,
            file_digest=file.digest,
            relink=False,
        )
    if source:
        actions.relink(numbers=source)


def _leading_files(files: Iterable[ArticleFile]) -> dict[int, ArticleFile]:
    """For each article the file that says where it stands: the one marked as source, else the default language's."""
    leading: dict[int, ArticleFile] = {}
    for file in files:
        other = leading.get(file.number)
        if other is None or file.source or (file.locale == settings.LANGUAGE_CODE and not other.source):
            leading[file.number] = file
    return leading


def _place(file: ArticleFile, shelves: dict[tuple[str, str], int]) -> None:
    known = Article.objects.filter(number=file.number).first()
    if known is not None and file.locale != settings.LANGUAGE_CODE and not file.source and known.translations.exists():
        return
    actions.place_article(
        number=file.number,
        collection=shelves[file.locale, file.folder],
        related=file.related,
        featured=file.featured,
        source_locale=file.locale,
    )


def _render_stale() -> int:
    """Renders anew what was made by an older renderer or with other interface labels."""
    rendered = 0
    for locale, _name in settings.LANGUAGES:
        stale = Translation.objects.published().in_language(locale).exclude(render_digest=render_digest(locale))
        for translation in stale:
            actions.render_again(translation=translation)
            rendered += 1
    return rendered
