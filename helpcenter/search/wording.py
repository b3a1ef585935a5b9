"""The synonyms as a running process knows them: read from their rows about once a second while somebody searches."""

import time
from collections.abc import Mapping, Sequence

from django.db import DatabaseError

from helpcenter.models import SynonymGroup
from helpcenter.search.synonyms import Synonyms

READ_AGAIN_AFTER = 1.0

type _Groups = Mapping[str, Sequence[tuple[tuple[str, ...], bool]]]


class Wording:
    """Each language's synonyms; as last known while the database is away."""

    def __init__(self) -> None:
        self._read_at = float("-inf")
        self._groups: _Groups = {}
        self._made: dict[str, Synonyms] = {}

    def of(self, locale: str) -> Synonyms:
        """The language's synonyms, a second old at most."""
        if time.monotonic() - self._read_at >= READ_AGAIN_AFTER:
            self._read()
        made = self._made.get(locale)
        if made is None:
            made = self._made[locale] = Synonyms(locale, self._groups.get(locale, ()))
        return made

    def forget(self) -> None:
        """They are others now; the next search reads them."""
        self._read_at = float("-inf")

    def _read(self) -> None:
        self._read_at = time.monotonic()
        groups: dict[str, list[tuple[tuple[str, ...], bool]]] = {}
        try:
            rows = SynonymGroup.objects.filter(active=True).order_by("pk").values_list("locale", "words", "one_way")
            for locale, words, one_way in rows:
                groups.setdefault(locale, []).append((tuple(words), one_way))
        except DatabaseError:
            return
        if groups != self._groups:
            self._groups, self._made = groups, {}


wording = Wording()
