"""Which words published texts are spelled with. In the publication's own transaction."""

from collections.abc import Iterable

from helpcenter.models import Word


def learn_words(*, locale: str, words: Iterable[str]) -> None:
    """Adds those that are new, in one order for everybody, so that two who do so don't wait for each other."""
    Word.objects.bulk_create([Word(locale=locale, word=word) for word in sorted(words)], ignore_conflicts=True)
