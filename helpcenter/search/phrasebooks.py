"""The phrasebook as Fin uses it: made of rows, kept in a file, and learned anew in the background."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from numpy.typing import NDArray

from helpcenter.models import ContentStamp, Phrasing, PhrasingStamp, Section, Translation
from helpcenter.search import phrasebook
from helpcenter.search.encoder import VERSION as ENCODER
from helpcenter.search.libraries import Kept, Start, in_background
from helpcenter.search.phrasebook import Known, Phrasebook
from helpcenter.search.standing_in import is_rehearsed

# There is one for all languages.
_ALL = "questions"
_AT_A_TIME = 2000
_NOBODY = {Phrasing.Nobody.ELSEWHERE.value: phrasebook.ELSEWHERE, Phrasing.Nobody.UNCOVERED.value: phrasebook.UNCOVERED}


class Learned(Phrasebook):
    """A phrasebook under the stamp of what it was learned from."""

    def __init__(self, _name: str, stamp: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        super().__init__(arrays)
        self.stamp = stamp

    @property
    def meaning(self) -> bool:
        """Whether it compares by meaning."""
        return bool(self)


def stamps() -> dict[str, str]:
    """The stamp of the one phrasebook: of what is asked, and of the articles and sections that answer."""
    return {_ALL: _stamp(ContentStamp.texts())}


def _stamp(texts: Mapping[str, str]) -> str:
    return "/".join([PhrasingStamp.text(), *(stamp for _locale, stamp in sorted(texts.items()))])


def read_rows(_name: str) -> dict[str, NDArray[Any]]:
    """The arrays of a phrasebook of what is known now about published articles."""
    published = Translation.objects.published()
    numbers = list(published.order_by("article__number").values_list("article__number", flat=True).distinct())
    place = {number: at for at, number in enumerate(numbers)}
    positions = _positions()
    rows = Phrasing.objects.order_by("pk").values_list(
        "locale", "text", "article__number", "anchor", "nobody", "made_of", "vector"
    )
    known = [
        Known(
            locale=locale,
            text=text,
            article=_NOBODY[nobody] if nobody else place[number],
            position=positions.get((number, anchor), phrasebook.WHOLE),
            vector=bytes(vector) if made_of == ENCODER else b"",
        )
        for locale, text, number, anchor, nobody, made_of, vector in rows.iterator(_AT_A_TIME)
        if nobody or number in place
    ]
    return phrasebook.learned_from(numbers, known)


def _positions() -> dict[tuple[int, str], int]:
    """Where a section with an anchor stands in its article, by the article's number; the source's own anchors win.

    A translation's sections are those of the other languages at the same places. What stands before the first heading
    has no anchor, and answers what is asked about the article as a whole.
    """
    anchors = Section.objects.filter(translation__published_at__isnull=False).order_by("pk")
    rows = anchors.values_list("translation__article__number", "anchor", "position")
    found: dict[tuple[int, str], int] = {}
    for number, anchor, position in rows.iterator(_AT_A_TIME):
        found.setdefault((number, anchor), position)
    return found


class Phrasebooks(Kept[Learned]):
    """The newest phrasebook that is ready."""

    def __init__(self, folder: Path, start: Start, *, ahead: bool = True) -> None:
        version = f"{phrasebook.VERSION}-{ENCODER}"
        super().__init__(folder, start, read=read_rows, opened=Learned, stamps=stamps, version=version, ahead=ahead)

    def current(self, texts: Mapping[str, str] | None = None) -> Learned:
        """The one to ask now; `texts` are the stamps of the languages' words, where the caller has them.

        While a publication is rehearsed it is the one of before: nothing is learned from what isn't published.
        """
        if is_rehearsed() and (held := self._held.get(_ALL)) is not None:
            return held
        return self.get(_ALL, _stamp(ContentStamp.texts() if texts is None else texts))


phrasebooks = Phrasebooks(settings.VAR_DIR / "search", in_background())
