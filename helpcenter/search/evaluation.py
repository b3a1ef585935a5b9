"""How often each way to search puts the right article first, over questions whose answers are known.

A folder has the questions of each language in a folder of its own (`queries.jsonl`), beside the documents
(`docs.jsonl`), or those of all languages in one file (`questions.jsonl`, as bench/fin), to be answered by what is
published here.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.db import connection, transaction

from helpcenter.models import Translation
from helpcenter.search.index import Asked, Library, library_of, read_rows
from helpcenter.search.packing import Article, Part
from helpcenter.text.rendering import as_searched

STOCK, WORDS, ENCODER, HYBRID = "PostgreSQL", "words", "encoder", "hybrid"
_TOP = 10
# A document without sections is parted at its lines' ends.
_LETTERS_OF_A_PART = 400
_LETTERS_OF_A_SUMMARY = 300
_CONFIGURATIONS = {
    "ar": "arabic", "de": "german", "en": "english", "es": "spanish", "fr": "french", "it": "italian", "nl": "dutch",
    "pt": "portuguese", "ru": "russian", "tr": "turkish",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks, and the keys of the articles that answer it; none when nothing does."""

    key: str
    text: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Measure:
    """One way to search in one language: shares of the questions in percent, and the mean reciprocal rank."""

    locale: str
    way: str
    questions: int
    hit_1: float
    hit_3: float
    mrr_10: float


@dataclass(frozen=True, slots=True)
class Refusals:
    """Hybrid search that finds nothing: in percent of the questions without an answer, and of those with one."""

    locale: str
    without_answer: int
    rightly: float
    wrongly: float


def languages(folder: Path) -> list[str]:
    """The languages that the folder has questions in. Raises OSError, ValueError, KeyError."""
    if (all_of_them := folder / "questions.jsonl").exists():
        return sorted({each["locale"] for each in _lines(all_of_them)})
    return sorted(path.parent.name for path in folder.glob("*/queries.jsonl"))


def measure(folder: Path, locale: str, half: int | None = None) -> tuple[list[Measure], Refusals | None]:
    """Every way to search over one language's questions; `half` 0 or 1 takes those with even or odd ids alone.

    Raises OSError, and ValueError or KeyError for a file that says less.
    """
    questions = [each for each in _questions(folder, locale) if half is None or _number(each.key) % 2 == half]
    path = folder / locale / "docs.jsonl"
    keys, articles, library = _documents(path, locale) if path.exists() else _published(locale)
    answered = [question for question in questions if question.relevant]
    asked = {question.text: library.ask(question.text) for question in questions}
    ranks: dict[str, list[list[int]]] = {STOCK: _stock(articles, answered, library.locale)}
    ranks[WORDS] = [_order(asked[question.text].articles.coverage) for question in answered]
    by_meaning = [each for question in answered if (each := asked[question.text]).articles.cosine is not None]
    if by_meaning and len(by_meaning) == len(answered):
        ranks[ENCODER] = [_order(each.articles.cosine) for each in by_meaning]
        ranks[HYBRID] = [_order(each.articles.total) for each in by_meaning]
    found = [_measure(locale, way, answered, orders, keys) for way, orders in ranks.items()]
    return found, _refusals(locale, questions, asked, library)


def _measure(
    locale: str, way: str, questions: Sequence[Question], orders: Sequence[Sequence[int]], keys: Sequence[str]
) -> Measure:
    places = []
    for question, order in zip(questions, orders, strict=True):
        right = [place for place, row in enumerate(order[:_TOP], 1) if keys[row] in question.relevant]
        places.append(right[0] if right else _TOP + 1)
    whole = max(len(places), 1)
    return Measure(
        locale,
        way,
        len(places),
        round(100 * sum(place == 1 for place in places) / whole, 1),
        round(100 * sum(place <= 3 for place in places) / whole, 1),
        round(sum(1 / place for place in places if place <= _TOP) / whole, 3),
    )


def _refusals(locale: str, questions: Sequence[Question], asked: dict[str, Asked], library: Library) -> Refusals | None:
    without = [question for question in questions if not question.relevant]
    if not without or not library.meaning:
        return None
    own = library.locale == locale
    refused = {text: not (each.best_articles(1) if own else each.nearest_articles(1)) for text, each in asked.items()}
    others = [question for question in questions if question.relevant]
    return Refusals(
        locale,
        len(without),
        round(100 * sum(refused[question.text] for question in without) / len(without), 1),
        round(100 * sum(refused[question.text] for question in others) / max(len(others), 1), 1),
    )


def _order(scores: Any) -> list[int]:
    order = np.argsort(-scores, kind="stable")[:_TOP]
    return [int(row) for row in order if scores[row] > 0]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        read = json.loads(line)
        if not isinstance(read, dict):
            raise ValueError(f"{path}:{number} isn't an object.")
        yield read


def _questions(folder: Path, locale: str) -> list[Question]:
    if not (all_of_them := folder / "questions.jsonl").exists():
        return [
            Question(str(each["id"]), each["text"], frozenset(map(str, each.get("relevant", []))))
            for each in _lines(folder / locale / "queries.jsonl")
        ]
    found = []
    for each in _lines(all_of_them):
        expected = each["expect"]
        if each["locale"] != locale or expected == "handover":
            continue
        right = expected["article"] if isinstance(expected, dict) else []
        numbers = right if isinstance(right, list) else [right]
        found.append(Question(str(each["id"]), each["text"], frozenset(map(str, numbers))))
    return found


def _number(key: str) -> int:
    """The number at an id's end, 0 without any."""
    found = re.search(r"\d+$", key)
    return int(found.group()) if found else 0


def _documents(path: Path, locale: str) -> tuple[list[str], list[Article], Library]:
    read = list(_lines(path))
    articles = [_document(each, locale) for each in read]
    return [str(each["id"]) for each in read], articles, library_of(articles)


def _published(locale: str) -> tuple[list[str], list[Article], Library]:
    """What is published here, by its numbers; in a language without any article, what the default one has."""
    published = Translation.objects.published()
    locale = locale if published.in_language(locale).exists() else settings.LANGUAGE_CODE
    library = Library(locale, "", read_rows(locale))
    rows = published.in_language(locale).prefetch_related("sections").in_bulk(library.translation_ids.tolist())
    texts = [rows[key] for key in library.translation_ids.tolist()]
    return list(map(str, library.numbers)), [as_searched(row, row.sections.all()) for row in texts], library


def _document(read: dict[str, Any], locale: str) -> Article:
    body = read.get("body", "")
    return Article(
        locale=locale,
        title=read["title"],
        summary=body.partition("\n")[0][:_LETTERS_OF_A_SUMMARY],
        parts=[Part("", text) for text in _parted(body)],
    )


def _parted(body: str) -> list[str]:
    parts = [""]
    for line in body.split("\n"):
        if parts[-1] and len(parts[-1]) + len(line) > _LETTERS_OF_A_PART:
            parts.append("")
        parts[-1] = f"{parts[-1]}\n{line}".strip()
    return parts


def _stock(articles: Sequence[Article], questions: Sequence[Question], locale: str) -> list[list[int]]:
    """As Django's SearchVector, SearchQuery and SearchRank do it over title and text."""
    configuration = _CONFIGURATIONS.get(locale.partition("-")[0], "simple")
    rows = [(configuration, at, each.texts()[2]) for at, each in enumerate(articles)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE asked_about (at int, words tsvector) ON COMMIT DROP")
        cursor.executemany(
            "INSERT INTO asked_about SELECT at, to_tsvector(configuration::regconfig, text)"
            " FROM (VALUES (%s, %s, %s)) AS given (configuration, at, text)",
            rows,
        )
        orders = []
        for question in questions:
            cursor.execute(
                "SELECT at FROM asked_about, plainto_tsquery(%s::regconfig, %s) AS query"
                " WHERE words @@ query ORDER BY ts_rank(words, query) DESC, at LIMIT %s",
                [configuration, question.text, _TOP],
            )
            orders.append([at for (at,) in cursor.fetchall()])
        transaction.set_rollback(True)
    return orders
