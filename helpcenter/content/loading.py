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
    read_landmarks,
)
from helpcenter.content.phrasings import PhrasingLine, phrasing_files, read_phrasings
from helpcenter.content.synonym_files import read_synonyms
from helpcenter.models import Article, CollectionTranslation, Landmark, ShippedText, Translation
from helpcenter.text.fingerprints import fingerprint
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
    """What a load did: how many collections and articles it published, rendered anew, and left alone, and the
    questions that it taught or forgot.

    `kept` names what differs from its file because staff set it otherwise; `waiting` the shipped texts that wait.
    """

    collections: int = 0
    published: int = 0
    rendered: int = 0
    unchanged: int = 0
    questions: int = 0
    kept: list[str] = field(default_factory=list)
    waiting: list[ShippedText] = field(default_factory=list)


@dataclass(slots=True)
class _Found:
    collections: list[CollectionFile] = field(default_factory=list)
    articles: list[ArticleFile] = field(default_factory=list)
    unchanged: list[tuple[str, Path]] = field(default_factory=list)
    landmarks: dict[str, int] = field(default_factory=dict)
    phrasings: dict[str, list[PhrasingLine]] = field(default_factory=dict)
    synonyms: dict[tuple[str, str], tuple[list[str], bool]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def _read_all(root: Path) -> _Found:
    known = set(Translation.objects.values_list("file_digest", flat=True))
    found = _Found()
    try:
        found.landmarks = read_landmarks(root / "landmarks.json", Landmark.Key.values)
        found.synonyms = read_synonyms(root / "synonyms.json", dict(settings.LANGUAGES))
    except ContentError as error:
        found.problems.append(str(error))
    for path in phrasing_files(root):
        try:
            found.phrasings[path.stem] = read_phrasings(path)
        except ContentError as error:
            found.problems.append(str(error))
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
    """Publishes what changed under `root`, all or nothing. Raises ContentRefusedError.

    What staff changed or took off stays as it is; the shipped text waits for them beside it.
    """
    found = _read_all(root)
    _check_numbers(found)
    if found.problems:
        raise ContentRefusedError(found.problems)
    loaded = Loaded(unchanged=len(found.unchanged))
    for each in found.collections:
        _ship_collection(each, loaded)
    _ship_articles(found, now, loaded)
    _ship_landmarks(found.landmarks)
    actions.ship_synonyms(files=found.synonyms)
    loaded.rendered = _render_stale()
    loaded.questions = sum(
        actions.ship_phrasings(locale=locale, lines=found.phrasings[locale]) for locale in _own_first(found.phrasings)
    )
    loaded.waiting = list(ShippedText.objects.select_related("translation__article").defer("body_markdown"))
    return loaded


def _own_first(locales: Iterable[str]) -> list[str]:
    """The site's own languages before the others: what is read first is known first."""
    own = [code for code, _name in settings.LANGUAGES]
    return sorted(locales, key=lambda locale: (own.index(locale) if locale in own else len(own), locale))


def _ship_landmarks(wanted: dict[str, int]) -> None:
    held = dict(Landmark.objects.values_list("key", "article__number"))
    for key, number in wanted.items():
        if held.get(key) != number:
            actions.ship_landmark(key=key, number=number)


def _ship_collection(file: CollectionFile, loaded: Loaded) -> None:
    same = CollectionTranslation.objects.filter(
        collection__number=file.number,
        collection__order=file.order,
        collection__icon=file.icon,
        collection__as_shipped=fingerprint(file.order, file.icon),
        locale=file.locale,
        slug=file.slug,
        title=file.title,
        description=file.description,
        as_shipped=fingerprint(file.slug, file.title, file.description),
    )
    if same.exists():
        return
    outcome = actions.ship_collection(file=file)
    loaded.collections += outcome is actions.Shipped.PUBLISHED
    if outcome is actions.Shipped.KEPT_OUT:
        loaded.kept.append(f"{file.locale} collection {file.number} stays as staff changed it; {file.path} differs.")


def _ship_articles(found: _Found, now: datetime, loaded: Loaded) -> None:
    """Places all articles first, so that related ones and links find each other; sources before translations."""
    shelves = {(each.locale, each.folder): each.number for each in found.collections}
    leading = _leading_files(found.articles)
    kept = {file.number: file for _round in range(2) for file in leading.values() if not _place(file, shelves)}
    loaded.kept += [f"Article {number} stays where staff put it; {file.path} differs." for number, file in kept.items()]
    articles = Article.objects.in_bulk([file.number for file in found.articles], field_name="number")
    for file in sorted(found.articles, key=lambda each: each.locale != articles[each.number].source_locale):
        outcome = actions.ship_translation(article=articles[file.number], file=file, now=now)
        loaded.published += outcome is actions.Shipped.PUBLISHED
    if articles:
        actions.relink(numbers=articles)


def _leading_files(files: Iterable[ArticleFile]) -> dict[int, ArticleFile]:
    """For each article the file that says where it stands: the one marked as source, else the default language's."""
    leading: dict[int, ArticleFile] = {}
    for file in files:
        other = leading.get(file.number)
        if other is None or file.source or (file.locale == settings.LANGUAGE_CODE and not other.source):
            leading[file.number] = file
    return leading


def _place(file: ArticleFile, shelves: dict[tuple[str, str], int]) -> bool:
    """False when staff put the article elsewhere."""
    known = Article.objects.filter(number=file.number).first()
    if known is not None and file.locale != settings.LANGUAGE_CODE and not file.source and known.translations.exists():
        return True
    outcome = actions.ship_place(file=file, collection=shelves[file.locale, file.folder])
    return outcome is not actions.Shipped.KEPT_OUT


def _render_stale() -> int:
    """Renders anew what was made by an older renderer or with other interface labels."""
    rendered = 0
    for locale, _name in settings.LANGUAGES:
        stale = Translation.objects.published().in_language(locale).exclude(render_digest=render_digest(locale))
        for translation in stale:
            actions.render_again(translation=translation)
            rendered += 1
    return rendered
