"""The questions that found no answer lately, with their vectors, and the section nearest to one. Reads only."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.conf import settings
from django.db.models import Max, Min, Sum
from django.utils import timezone
from numpy.typing import NDArray

from helpcenter.models import SearchedPhrase
from helpcenter.search import encoder
from helpcenter.search.answers import answers
from helpcenter.search.terms import terms
from messenger.fin import certainty
from messenger.fin.models import FinAnswer
from messenger.fin.outcomes import Outcome
from messenger.gaps.models import GapQuestion

# What is older says little of what people need now.
LOOKED_AT = timedelta(days=90)
# The newest questions to Fin, and the most searched for of the phrases.
MOST_ANSWERS, MOST_PHRASES = 4_000, 1_000
WORDS = "words"
# Below that score what comes first is no more about it than anything else; of another language no words count.
_NEAR, _NEAR_OF_ANOTHER = 0.25, 0.15


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: the row it stands in, what came of it (`nothing`, `unhelped` or `searched`), and its vector.

    `vector` is 512 signed bytes, b"" while it isn't made; `space` says by what.
    """

    kind: str
    key: int
    text: str
    locale: str
    times: int
    first_at: datetime
    last_at: datetime
    conversation: int | None = None
    space: str = ""
    vector: bytes = b""

    @property
    def is_search(self) -> bool:
        """Whether its row is a phrase that was searched for; else it is an answer of Fin's."""
        return self.kind == "searched"

    @property
    def name(self) -> tuple[bool, int]:
        """What tells it from all others."""
        return self.is_search, self.key


def unanswered(now: datetime) -> list[Asked]:
    """What was asked in the days that are looked at, with the vectors that are kept of it."""
    found = [*_of_fin(now - LOOKED_AT), *_searched(now - LOOKED_AT)]
    kept = _kept()
    return [
        replace(each, space=kept[each.name][0], vector=kept[each.name][1]) if each.name in kept else each
        for each in found
    ]


def _of_fin(since: datetime) -> list[Asked]:
    rows = FinAnswer.objects.unanswered().filter(created_at__gte=since).order_by("-created_at")
    fields = ("pk", "question", "locale", "decision", "outcome", "created_at", "message__conversation")
    return [
        Asked(
            "unhelped" if outcome == Outcome.UNRESOLVED else "nothing",
            pk,
            question,
            locale,
            1,
            at,
            at,
            conversation,
        )
        for pk, question, locale, _decision, outcome, at, conversation in rows.values_list(*fields)[:MOST_ANSWERS]
        if not certainty.is_gibberish(question)
    ]


def _searched(since: datetime) -> list[Asked]:
    """Words that found nothing, by language; the newest of their rows stands for all."""
    rows = SearchedPhrase.objects.since(since.date()).values("words", "locale").order_by()
    sums = rows.annotate(
        key=Max("pk"), times=Sum("asked"), articles=Max("found"), first=Min("day"), last=Max("day")
    ).filter(articles=0)
    return [
        Asked(
            "searched",
            row["key"],
            row["words"],
            row["locale"],
            row["times"],
            _begins(row["first"]),
            _begins(row["last"]),
        )
        for row in sums.order_by("-times", "words")[:MOST_PHRASES]
        if not certainty.is_gibberish(row["words"])
    ]


def _begins(day: Any) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))


def _kept() -> Mapping[tuple[bool, int], tuple[str, bytes]]:
    rows = GapQuestion.objects.values_list("answer", "phrase", "gap__space", "vector")
    return {
        (phrase is not None, phrase or answer or 0): (space, bytes(packed)) for answer, phrase, space, packed in rows
    }


def with_vectors(asked: Sequence[Asked]) -> list[Asked]:
    """The same, each with a vector of today's: by meaning where the encoder knows the language, else by its words."""
    by_meaning = encoder.is_there()
    spaces = [encoder.VERSION if by_meaning and encoder.knows(each.locale) else WORDS for each in asked]
    pairs = list(zip(asked, spaces, strict=True))
    texts = list(dict.fromkeys(each.text for each, space in pairs if WORDS != space != each.space))
    encoded = encoder.encode(texts) if texts else None
    made = {} if encoded is None else {text: row.tobytes() for text, row in zip(texts, encoded, strict=True)}
    return [
        each
        if each.space == space
        else replace(each, space=space, vector=by_words(each) if space == WORDS else made[each.text])
        for each, space in pairs
    ]


def by_words(each: Asked) -> bytes:
    """A vector of its words: each has a number and a sign by chance, so that texts with the same words are near."""
    vector = np.zeros(encoder.DIMENSIONS, np.float32)
    for term in terms(each.text, each.locale):
        by_chance = zlib.crc32(term.encode())
        vector[by_chance % encoder.DIMENSIONS] += 1 if by_chance & 0x80000000 else -1
    return packed(vector)


def packed(vector: NDArray[np.float32]) -> bytes:
    """The direction as signed bytes."""
    largest = max(float(np.abs(vector).max()), 1e-9)
    return np.rint(vector * (127 / largest)).astype(np.int8).tobytes()


def units(vectors: Sequence[bytes]) -> NDArray[np.float32]:
    """Packed vectors as rows of length 1; shape (n, 512)."""
    rows = np.frombuffer(b"".join(vectors), np.int8).reshape(-1, encoder.DIMENSIONS).astype(np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.maximum(lengths, 1)).astype(np.float32)


def nearest_section(each: Asked) -> dict[str, Any]:
    """The section of the library that may answer after all, as Gap.nearest holds it."""
    read_in = each.locale if each.locale in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    found = answers(each.text, read_in, written_in=each.locale, limit=1).passages
    if not found or found[0].score < (_NEAR if read_in == each.locale else _NEAR_OF_ANOTHER):
        return {}
    best = found[0]
    return {"number": best.number, "locale": best.locale, "anchor": best.anchor, "score": round(best.score, 3)}
