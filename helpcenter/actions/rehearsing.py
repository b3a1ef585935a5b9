"""What publishing would do, tried out and undone: rows that nobody else ever sees, and libraries made of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from helpcenter.actions.encoding import vectors_of
from helpcenter.actions.publishing import write_rendered
from helpcenter.models import Translation, Vectors
from helpcenter.search.index import Library, read_rows
from helpcenter.search.standing_in import searching_in

# Who publishes the same text just now is waited for so long.
_WAIT = "1s"


@dataclass(frozen=True, slots=True)
class Change:
    """A text as it would be, saved or not; or with `off` that it would be taken from readers."""

    translation: Translation
    off: bool = False

    @property
    def number(self) -> int:
        return self.translation.article.number


@contextmanager
def rehearsed(changes: Sequence[Change]) -> Iterator[dict[str, Library]]:
    """As if these changes were published, for the caller's own reads and searches, until the end of the block.

    All of it happens in a transaction that is rolled back, without the stamps: no page and no index of readers' is
    told, and nobody waits for it but who publishes the very same text meanwhile. Gives the libraries that changed, by
    language. Raises MarkdownError and DatabaseError.
    """
    with transaction.atomic():
        try:
            with connection.cursor() as cursor:  # back to what it was with the rollback
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [_WAIT])
            for change in changes:
                _try_out(change)
            libraries = {
                locale: Library(locale, "", read_rows(locale))
                for locale in sorted({change.translation.locale for change in changes})
            }
            with searching_in(libraries):
                yield libraries
        finally:
            transaction.set_rollback(True)


def _try_out(change: Change) -> None:
    translation = copy(change.translation)
    if change.off:
        Translation.objects.filter(pk=translation.pk).update(published_at=None)
        return
    translation.published_at = translation.published_at or timezone.now()
    translation.version = max(translation.version, 1)
    write_rendered(translation)
    _encode(translation)


def _encode(translation: Translation) -> None:
    """Makes its vectors at once, unless those of the published text are still right."""
    if not Vectors.objects.missing_for(Translation.objects.filter(pk=translation.pk)).exists():
        return
    vectors = vectors_of(translation.pk)
    if vectors is not None:
        Vectors.objects.filter(translation=translation).delete()
        vectors.save(force_insert=True)
