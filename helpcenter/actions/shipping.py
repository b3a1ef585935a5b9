"""Content files into the library: only what stands as it was shipped is replaced; what staff changed stays."""

from datetime import datetime
from enum import Enum, auto

from django.db import transaction

from helpcenter.actions.publishing import place_article, publish_collection, publish_translation
from helpcenter.actions.stamping import take_turn
from helpcenter.content.files import ArticleFile, CollectionFile
from helpcenter.models import Article, Collection, CollectionTranslation, ShippedText, Translation
from helpcenter.text.fingerprints import fingerprint


class Shipped(Enum):
    """What became of a file: readers see it, nothing was to do, or staff's own stands in its place."""

    PUBLISHED = auto()
    SAME = auto()
    KEPT_OUT = auto()


def _is_ours(row: Collection | CollectionTranslation, holds: str, wanted: str) -> bool:
    """True when a file may write there: nothing stands there, or what files wrote, or the very same."""
    return row.pk is None or holds in {row.as_shipped, wanted}


@transaction.atomic
def ship_collection(*, file: CollectionFile) -> Shipped:
    """A collection as its file says. Its words and its place, which all languages share, are each staff's or ours."""
    take_turn()
    shelf = Collection.objects.filter(number=file.number).first() or Collection(number=file.number)
    words = CollectionTranslation.objects.filter(collection__number=file.number, locale=file.locale).first()
    words = words or CollectionTranslation(collection=shelf, locale=file.locale)
    wanted, place = fingerprint(file.slug, file.title, file.description), fingerprint(file.order, file.icon)
    our_words, our_place = _is_ours(words, words.words_fingerprint, wanted), _is_ours(shelf, shelf.fingerprint, place)
    missed = (not our_words and wanted != words.as_shipped) or (not our_place and place != shelf.as_shipped)
    changed = (our_words and words.words_fingerprint != wanted) or (our_place and shelf.fingerprint != place)
    if our_words:
        words.slug, words.title, words.description = file.slug, file.title, file.description
    if our_place:
        shelf.order, shelf.icon = file.order, file.icon
    if changed or words.pk is None:
        words = _publish(shelf, words)
    if our_words:
        CollectionTranslation.objects.filter(pk=words.pk).update(as_shipped=wanted)
    if our_place:
        Collection.objects.filter(number=file.number).update(as_shipped=place)
    return Shipped.KEPT_OUT if missed else Shipped.PUBLISHED if changed else Shipped.SAME


def _publish(shelf: Collection, words: CollectionTranslation) -> CollectionTranslation:
    return publish_collection(
        number=shelf.number,
        locale=words.locale,
        slug=words.slug,
        title=words.title,
        description=words.description,
        order=shelf.order,
        icon=shelf.icon,
    )


@transaction.atomic
def ship_place(*, file: ArticleFile, collection: int) -> Shipped:
    """Puts an article where its file says, unless staff put it elsewhere. Raises Collection.DoesNotExist."""
    take_turn()
    held = Article.objects.filter(number=file.number).first()
    if held is not None and held.fingerprint != held.as_shipped:
        known = Article.objects.exclude(pk=held.pk).in_bulk(file.related, field_name="number")
        related = [number for number in dict.fromkeys(file.related) if number in known]
        audience = [file.products, file.plans, file.roles] if file.products or file.plans or file.roles else []
        wanted = fingerprint(collection, related, file.featured, file.locale, *audience)
        return Shipped.SAME if wanted in {held.fingerprint, held.as_shipped} else Shipped.KEPT_OUT
    article = place_article(
        number=file.number,
        collection=collection,
        related=file.related,
        featured=file.featured,
        source_locale=file.locale,
        products=file.products,
        plans=file.plans,
        roles=file.roles,
    )
    Article.objects.filter(pk=article.pk).update(as_shipped=article.fingerprint)
    return Shipped.PUBLISHED


@transaction.atomic
def ship_translation(*, article: Article, file: ArticleFile, now: datetime) -> Shipped:
    """Publishes a file's text, or lets it wait when staff changed or took off what it would replace.

    Links to the article are the caller's to renew. Raises MarkdownError.
    """
    take_turn()
    held = Translation.objects.filter(article=article, locale=file.locale).first()
    if held is not None and not held.is_as_shipped:
        return _wait(held, file, now)
    shown = publish_translation(
        article=article,
        locale=file.locale,
        slug=file.slug,
        title=file.title,
        summary=file.summary,
        keywords=file.keywords,
        questions=file.questions,
        body_markdown=file.markdown,
        updated_at=file.updated,
        now=now,
        relink=False,
    )
    _note_shipped(shown, file_digest=file.digest)
    return Shipped.PUBLISHED


def _note_shipped(translation: Translation, **changes: str) -> None:
    """Remembers what stands there now as shipped; whatever waited is there now or out of date."""
    Translation.objects.filter(pk=translation.pk).update(as_shipped=translation.fingerprint, **changes)
    ShippedText.objects.filter(translation=translation).delete()


def _wait(held: Translation, file: ArticleFile, now: datetime) -> Shipped:
    words = {
        "slug": file.slug,
        "title": file.title,
        "summary": file.summary,
        "keywords": file.keywords,
        "questions": file.questions,
        "body_markdown": file.markdown,
        "updated_at": file.updated,
    }
    if held.published_at is not None and all(getattr(held, name) == value for name, value in words.items()):
        _note_shipped(held, file_digest=file.digest)  # staff wrote the very same
        return Shipped.SAME
    ShippedText.objects.update_or_create(translation=held, defaults={**words, "waits_since": now})
    Translation.objects.filter(pk=held.pk).update(file_digest=file.digest)
    return Shipped.KEPT_OUT


@transaction.atomic
def take_shipped(*, translation: Translation, now: datetime) -> bool:
    """Publishes the shipped text that waits, in place of what staff wrote; False when none waits any more."""
    take_turn()
    waiting = ShippedText.objects.select_related("translation__article").filter(translation=translation).first()
    if waiting is None:
        return False
    shown = publish_translation(
        article=waiting.translation.article,
        locale=waiting.translation.locale,
        slug=waiting.slug,
        title=waiting.title,
        summary=waiting.summary,
        keywords=waiting.keywords,
        questions=waiting.questions,
        body_markdown=waiting.body_markdown,
        updated_at=waiting.updated_at,
        now=now,
    )
    _note_shipped(shown)
    return True


@transaction.atomic
def leave_shipped(*, translation: Translation) -> bool:
    """Keeps what staff wrote; the shipped text is offered again only when its file changes. False when none waits."""
    take_turn()
    gone, _each = ShippedText.objects.filter(translation=translation).delete()
    return bool(gone)
