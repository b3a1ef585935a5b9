"""Publishing collections, articles and their texts, and taking them off. One transaction each."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from helpcenter.actions.edits import check_seen
from helpcenter.actions.encoding import line_up_for
from helpcenter.actions.learning import learn_words
from helpcenter.actions.stamping import every_language, take_turn, tell
from helpcenter.models import Article, Collection, CollectionTranslation, Related, Section, Translation
from helpcenter.text import rendering


@transaction.atomic
def publish_collection(
    *,
    number: int,
    locale: str,
    slug: str,
    title: str,
    description: str,
    order: int,
    icon: str,
    seen: str | None = None,
) -> CollectionTranslation:
    """Makes or changes a collection's words in one language; its order and icon are the same in all.

    `seen` is the fingerprint of what its editor saw. Raises StaleEditError.
    """
    take_turn()
    held = CollectionTranslation.objects.select_related("collection").filter(collection__number=number, locale=locale)
    if (words := held.first()) is not None:
        check_seen(words, seen)
    collection, _made = Collection.objects.update_or_create(number=number, defaults={"order": order, "icon": icon})
    words, _made = CollectionTranslation.objects.update_or_create(
        collection=collection, locale=locale, defaults={"slug": slug, "title": title, "description": description}
    )
    tell(pages=every_language())
    return words


@transaction.atomic
def place_article(
    *,
    number: int,
    collection: int,
    related: Sequence[int],
    featured: bool,
    source_locale: str,
    products: Sequence[str] = (),
    plans: Sequence[str] = (),
    roles: Sequence[str] = (),
    seen: str | None = None,
) -> Article:
    """Makes or changes what is the same in every language. Related articles that don't exist yet are left out.

    `products`, `plans` and `roles` say whom it is for; none are all.

    `seen` is the fingerprint of what its editor saw. Raises StaleEditError, Collection.DoesNotExist.
    """
    take_turn()
    if (held := Article.objects.filter(number=number).first()) is not None:
        check_seen(held, seen)
    shelf = Collection.objects.get(number=collection)
    audience = {"products": [*products], "plans": [*plans], "roles": [*roles]}
    article, _made = Article.objects.update_or_create(
        number=number, defaults={"collection": shelf, "featured": featured, "source_locale": source_locale, **audience}
    )
    known = Article.objects.exclude(pk=article.pk).in_bulk(list(related), field_name="number")
    article.related_links.all().delete()
    wanted = [known[other] for other in dict.fromkeys(related) if other in known]
    Related.objects.bulk_create(Related(article=article, to=to, position=at) for at, to in enumerate(wanted))
    tell(pages=every_language())
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
    questions: Sequence[str],
    body_markdown: str,
    updated_at: date,
    now: datetime,
    machine: bool = False,
    reviewed: bool = True,
    relink: bool = True,
    seen: str | None = None,
) -> Translation:
    """Shows readers this text. The version grows when the title, summary or text changed.

    With `relink` False the caller sees to it that articles linking here get the new address. `seen` is the
    fingerprint of what its editor saw. Raises MarkdownError and StaleEditError; nothing is changed then.
    """
    take_turn()
    translation = Translation.objects.filter(article=article, locale=locale).first()
    if translation is None:
        translation = Translation(article=article, locale=locale)
    else:
        check_seen(translation, seen)
    before = (translation.title, translation.summary, translation.body_markdown)
    moved = translation.slug != slug or translation.published_at is None
    dated = translation.updated_at != updated_at
    changed = translation.published_at is None or before != (title, summary, body_markdown)
    translation.slug, translation.title, translation.summary = slug, title, summary
    translation.keywords, translation.questions = list(keywords), list(questions)
    translation.body_markdown = body_markdown
    translation.updated_at, translation.machine, translation.reviewed = updated_at, machine, reviewed
    if changed:
        translation.version += 1
        translation.published_at = now
        translation.source_version = _source_version(article, locale)
    write_rendered(translation)
    if moved and relink:
        _relink([article.number])
    tell(pages=every_language() if moved or dated else _readers(translation), words=[locale])
    line_up_for(translation)
    return translation


def _readers(translation: Translation) -> set[str]:
    """The languages whose pages show this text: its own, and those that have nothing of the article."""
    others = translation.article.translations.published().exclude(pk=translation.pk)
    return every_language() - set(others.values_list("locale", flat=True))


def _source_version(article: Article, locale: str) -> int | None:
    """The version of the text that this one is translated from; None for the source itself."""
    if locale == article.source_locale:
        return None
    source = article.translations.filter(locale=article.source_locale).values_list("version", flat=True)
    return source.first()


def write_rendered(translation: Translation) -> None:
    """Makes what readers get from the Markdown and saves it, sections and all."""
    sections = rendering.fill(translation)
    translation.save()
    translation.sections.all().delete()
    Section.objects.bulk_create(sections)
    learn_words(locale=translation.locale, words=rendering.words_of(translation, sections))


def _relink(numbers: Iterable[int]) -> None:
    """Renders again what links to these articles, because an address changed or has just appeared."""
    for linking in Translation.objects.published().linking_to(*numbers).select_related("article"):
        write_rendered(linking)


@transaction.atomic
def relink(*, numbers: Iterable[int]) -> None:
    """Gives everything that links to these articles their present addresses."""
    take_turn()
    _relink(numbers)
    tell(pages=every_language())


@transaction.atomic
def renew() -> None:
    """Says that pages and words of every language are others now: for whoever filled the tables from outside."""
    take_turn()
    tell(pages=every_language(), words=every_language())


@transaction.atomic
def render_again(*, translation: Translation) -> None:
    """Makes a published translation's HTML and terms anew from the same text; readers' version stays."""
    take_turn()
    translation = Translation.objects.select_related("article").get(pk=translation.pk)
    write_rendered(translation)
    tell(pages=_readers(translation), words=[translation.locale])
    line_up_for(translation)


@transaction.atomic
def unpublish_translation(*, translation: Translation) -> None:
    """Takes a translation from readers and from search; its text stays for editors."""
    take_turn()
    translation = Translation.objects.select_related("article").get(pk=translation.pk)
    translation.published_at = None
    translation.save(update_fields=["published_at"])
    _relink([translation.article.number])
    tell(pages=every_language(), words=[translation.locale])
