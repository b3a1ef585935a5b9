"""Articles and collections made by name, through the actions that everything else uses. Keyword-only."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from helpcenter import actions
from helpcenter.models import Article, Collection, Translation

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def collection(*, number: int = 31, locale: str = "en", title: str = "Billing", slug: str = "billing") -> Collection:
    """A collection with its words in one language."""
    return actions.publish_collection(
        number=number, locale=locale, slug=slug, title=title, description="", order=1, icon="card"
    ).collection


def article(
    *, number: int = 1001, related: Sequence[int] = (), featured: bool = False, source_locale: str = "en"
) -> Article:
    """An article on the shelf number 31, without any text yet."""
    if not Collection.objects.filter(number=31).exists():
        collection()
    return actions.place_article(
        number=number, collection=31, related=related, featured=featured, source_locale=source_locale
    )


def publish(*, number: int = 1001, locale: str = "en", **changes: object) -> Translation:
    """A published translation; a test changes only what it is about."""
    values: dict[str, object] = {
        "slug": "refunds",
        "title": "Ask for a refund",
        "summary": "How refunds work.",
        "keywords": ["money back"],
        "questions": ["can i get my money back"],
        "body_markdown": "A refund takes ten days.\n\n## Who gets one\n\nEverybody who asks.\n",
        "updated_at": date(2026, 11, 19),
        "now": NOW,
    }
    known = Article.objects.filter(number=number).first()
    return actions.publish_translation(article=known or article(number=number), locale=locale, **values | changes)


def seen(row: object, **sent: object) -> dict[str, object]:
    """A form's values with the mark of what its editor saw: the row as it is now."""
    row.refresh_from_db()
    return sent | {"seen": row.fingerprint}
