"""What of an article is searched: its words with their weights, and the texts whose meaning counts. Pure: no Django."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from helpcenter.search import bm25, terms

# Changes when the same article would be other texts to encode.
VERSION = "1"
_TITLE_WEIGHT = 3
_TEXT_WEIGHT = 1


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, "" for what stands before the first, and the plain text below it."""

    heading: str
    text: str

    @property
    def whole(self) -> str:
        return f"{self.heading}\n{self.text}".strip()


@dataclass(frozen=True, slots=True)
class Article:
    """Everything of an article in one language that search knows."""

    locale: str
    title: str
    summary: str = ""
    keywords: Sequence[str] = ()
    questions: Sequence[str] = ()
    parts: Sequence[Part] = ()

    def terms(self) -> bytes:
        """Its words, packed."""
        texts = [self.summary, *(part.whole for part in self.parts), *self.questions]
        return self._packed([self.title, *self.keywords], texts)

    def terms_of_parts(self) -> list[bytes]:
        """Those of each of its parts."""
        return [self._packed([part.heading], [part.text]) for part in self.parts]

    def texts(self) -> list[str]:
        """What is encoded, in the order of `vectors`."""
        about = f"{self.title}\n{self.summary}".strip()
        return [
            self.title,
            about,
            "\n".join([about, *(part.whole for part in self.parts)]),
            *(part.whole or self.title for part in self.parts),
            *self.questions,
        ]

    def _packed(self, titles: Iterable[str], texts: Iterable[str]) -> bytes:
        return bm25.pack(
            [
                *((_TITLE_WEIGHT, terms.terms(title, self.locale)) for title in titles),
                *((_TEXT_WEIGHT, terms.terms(text, self.locale)) for text in texts),
            ]
        )
