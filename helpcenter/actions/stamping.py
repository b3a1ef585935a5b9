"""Whose turn it is to publish, and telling every process whose pages and indexes are out of date."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from helpcenter.models import ContentStamp
from helpcenter.reading import store
from helpcenter.search.libraries import libraries


def every_language() -> set[str]:
    return {code for code, _name in settings.LANGUAGES}


def take_turn() -> None:
    """Locks the stamps until the transaction ends. Each action that publishes does so before it touches another row.

    So two of them can't wait for each other's rows: an editor, another one, a load of content files.
    """
    known = set(ContentStamp.objects.values_list("locale", flat=True))
    missing = [ContentStamp(locale=locale) for locale in sorted(every_language() - known)]
    ContentStamp.objects.bulk_create(missing, ignore_conflicts=True)
    list(ContentStamp.objects.select_for_update().order_by("locale"))


def tell(*, pages: Iterable[str], words: Iterable[str] = ()) -> None:
    """Says which languages' pages and search look different now; this process at once, others within a second.

    The stamp's time is the real one, whatever the publication's: it has to be one that was never used.
    """
    pages, words, now = set(pages), set(words), timezone.now()
    ContentStamp.objects.filter(locale__in=pages).update(value=F("value") + 1, changed_at=now)
    store.note_change(pages)
    if words:
        ContentStamp.objects.filter(locale__in=words).update(words_value=F("words_value") + 1, words_changed_at=now)
        transaction.on_commit(libraries.refresh, robust=True)
