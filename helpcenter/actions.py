"""Everything that changes the library: publishing, relinking, reacting. One transaction each; nothing else writes."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from helpcenter.models import (
    Article,
    Collection,
    CollectionTranslation,
    ContentStamp,
    Reaction,
    Related,
    Section,
    Translation,
)
from helpcenter.reading import store
from helpcenter.text import rendering


def _bump_stamp() -> None:
    """Makes every stored page and index out of date, in this process at once and in others within a second.

    The stamp's time is the real one, whatever the publication's: it has to be one that was never used.
    """
    stamp, _created = ContentStamp.objects.select_for_update().get_or_create(pk=1)
    ContentStamp.objects.filter(pk=stamp.pk).update(value=F("value") + 1, changed_at=timezone.now())
    store.note_change()


@transaction.atomic
def publish_collection(
    *, number: int, locale: str, slug: str, title: str, description: str, order: int, icon: str
) -> CollectionTranslation:
    """Makes or changes a collection's words in one language; its order and icon are the same in all."""
    collection, _made = Collection.objects.update_or_create(number=number, defaults={"order": order, "icon": icon})
    words, _made = CollectionTranslation.objects.update_or_create(
        collection=collection, locale=locale, defaults={"slug": slug, "title": title, "description": description}
    )
    _bump_stamp()
    return words


@transaction.atomic
def place_article(
    *,
    number: int,
    collection: int,
    related: Sequence[int],
    featured: bool,
    source_locale: str,
) -> Article:
    """Makes or changes what is the same in every language. Related articles that don't exist yet are left out.

    Raises Collection.DoesNotExist.
    """
    shelf = Collection.objects.get(number=collection)
    article, _made = Article.objects.update_or_create(
        number=number, defaults={"collection": shelf, "featured": featured, "source_locale": source_locale}
    )
    known = Article.objects.exclude(pk=article.pk).in_bulk(list(related), field_name="number")
    article.related_links.all().delete()
    wanted = [known[other] for other in dict.fromkeys(related) if other in known]
    Related.objects.bulk_create(Related(article=article, to=to, position=at) for at, to in enumerate(wanted))
    _bump_stamp()
    return article


@transaction.atomic
def publish_translation(
    *,
    article: Article,
    locale: str,
    slug: str,
    title: str,
    summary: str,
    keywords: Sequence[str],
    body_markdown: str,
    updated_at: date,
    now: datetime,
    machine: bool = False,
    reviewed: bool = True,
    file_digest: str | None = None,
    relink: bool = True,
) -> Translation:
    """Shows readers this text. The version grows when the title, summary or text changed.

    With `relink` False the caller sees to it that articles linking here get the new address.
    Raises MarkdownError; nothing is changed then.
    """
    translation = Translation.objects.select_for_update().filter(article=article, locale=locale).first() or Translation(
        article=article, locale=locale
    )
    before = (translation.title, translation.summary, translation.body_markdown)
    moved = translation.slug != slug or translation.published_at is None
    changed = translation.published_at is None or before != (title, summary, body_markdown)
    translation.slug, translation.title, translation.summary = slug, title, summary
    translation.keywords, translation.body_markdown = list(keywords), body_markdown
    translation.updated_at, translation.machine, translation.reviewed = updated_at, machine, reviewed
    if file_digest is not None:
        translation.file_digest = file_digest
    if changed:
        translation.version += 1
        translation.published_at = now
        translation.source_version = _source_version(article, locale)
    _render(translation)
    if moved and relink:
        _relink([article.number])
    _bump_stamp()
    return translation


def _source_version(article: Article, locale: str) -> int | None:
    """The version of the text that this one is translated from; None for the source itself."""
    if locale == article.source_locale:
        return None
    source = article.translations.filter(locale=article.source_locale).values_list("version", flat=True)
    return source.first()


def _render(translation: Translation) -> None:
    """Makes what readers get from the Markdown and saves it, sections and all."""
    sections = rendering.fill(translation)
    translation.save()
    translation.sections.all().delete()
    Section.objects.bulk_create(sections)


def _relink(numbers: Iterable[int]) -> None:
    """Renders again what links to these articles, because an address changed or has just appeared."""
    for linking in Translation.objects.published().linking_to(*numbers).select_related("article"):
        _render(linking)


@transaction.atomic
def relink(*, numbers: Iterable[int]) -> None:
    """Gives everything that links to these articles their present addresses."""
    _relink(numbers)
    _bump_stamp()


@transaction.atomic
def render_again(*, translation: Translation) -> None:
    """Makes a published translation's HTML and terms anew from the same text; readers' version stays."""
    _render(Translation.objects.select_for_update().select_related("article").get(pk=translation.pk))
    _bump_stamp()


@transaction.atomic
def unpublish_translation(*, translation: Translation) -> None:
    """Takes a translation from readers and from search; its text stays for editors."""
    translation = Translation.objects.select_for_update().select_related("article").get(pk=translation.pk)
    translation.published_at = None
    translation.save(update_fields=["published_at"])
    _relink([translation.article.number])
    _bump_stamp()


@transaction.atomic
def react(*, translation: Translation, reader: str, face: int, comment: str | None, now: datetime) -> Reaction:
    """Keeps a reader's face for the version they see; a second one replaces the first, a comment of None leaves theirs.

    `reader` is a digest. Raises IntegrityError for a face other than -1, 0 and 1.
    """
    values: dict[str, object] = {"face": face, "changed_at": now}
    if comment is not None:
        values["comment"] = comment
    reaction, _made = Reaction.objects.update_or_create(
        translation=translation,
        version=translation.version,
        reader=reader,
        defaults=values,
        create_defaults={**values, "created_at": now},
    )
    return reaction
