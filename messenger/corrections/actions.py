"""Keeps which sentences of articles an answer came from; the caller's transaction."""

import hashlib
from collections.abc import Iterable

from messenger.corrections.models import Showing, ShownText
from messenger.fin.models import FinAnswer

_KEY = ("number", "locale", "version", "anchor", "digest")


def keep_shown(*, answer: FinAnswer, texts: Iterable[ShownText]) -> None:
    """Keep these texts, unsaved rows without a digest, with the answer that showed them."""
    wanted = {}
    for each in texts:
        each.digest = digest(each.text)
        wanted[tuple(getattr(each, name) for name in _KEY)] = each
    if not wanted:
        return
    numbers = {each.number for each in wanted.values()}
    held = ShownText.objects.filter(number__in=numbers, digest__in={each.digest for each in wanted.values()})
    there = {row[1:]: row[0] for row in held.values_list("pk", *_KEY)}
    missing = [each for key, each in wanted.items() if key not in there]
    if missing:
        # Another answer may write the same just now.
        ShownText.objects.bulk_create(missing, ignore_conflicts=True)
        there = {row[1:]: row[0] for row in held.all().values_list("pk", *_KEY)}
    Showing.objects.bulk_create(Showing(answer=answer, shown_id=there[key]) for key in wanted)


def digest(text: str) -> str:
    """A short sign of a text."""
    return hashlib.sha256(text.encode()).hexdigest()
