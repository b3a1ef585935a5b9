"""What `bench/search.py` measures inside a process of the site: the index, each way to search, and publishing."""

import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import library
import psutil
from django.db import connection
from django.utils import timezone

from helpcenter import actions
from helpcenter.models import Article
from helpcenter.search import finding, index, second_try, terms
from helpcenter.search.encoder import encode_question, forget_questions, is_there

QUESTIONS = Path(__file__).resolve().parent / "fin" / "questions.jsonl"


def inside(articles: int, locale: str, rounds: int) -> None:
    """Fills its database, measures, and goes on to publish when told to."""
    began = time.perf_counter()
    library.fill(articles, locale)
    library.wait_for_quiet()
    print(f"{articles}: filled in {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    print(json.dumps(measured(locale, rounds)), flush=True)
    for line in sys.stdin:
        publish(locale, line.strip())
        print(time.time(), flush=True)


def measured(locale: str, rounds: int) -> dict[str, float]:
    """Seconds to make the index, its bytes, and the milliseconds of each way to search."""
    is_there()
    began = time.perf_counter()
    arrays = index.read_rows(locale)
    made = time.perf_counter() - began
    size = sum(array.nbytes for array in arrays.values())
    articles = len(arrays["translations"])
    del arrays
    before = _private()
    finding.library_in(locale)
    asked = _questions(locale)
    few = [" ".join(text.split()[:2]) for text in asked]

    def ask(text: str) -> object:
        forget_questions()
        return finding.library_in(locale).ask(text).best_articles(10)

    def by_words(text: str) -> object:
        library = finding.library_in(locale)
        return library.words.scores(terms.query_terms(text, locale))

    def whole(text: str) -> object:
        forget_questions()
        return finding.search(text, locale)

    def encoded(text: str) -> object:
        forget_questions()
        return encode_question(text)

    def with_second_try(text: str) -> object:
        forget_questions()
        return second_try.look_up(text, locale)

    def nothing(_text: str) -> object:
        with connection.cursor() as cursor:
            return cursor.execute("SELECT 1")

    ways: dict[str, tuple[Callable[[str], object], Sequence[str]]] = {
        "SELECT 1": (nothing, asked),
        "encoding a question": (encoded, asked),
        "words": (by_words, asked),
        "hybrid": (ask, asked),
        "hybrid, two words": (ask, few),
        "whole search with its rows": (whole, asked),
        "the same with a slip, twice": (with_second_try, [f"{text} subscripton" for text in few]),
    }
    found: dict[str, float] = {"index made, s": made, "index, KB an article": size / articles / 1024}
    times: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds + 1):
        for name, (act, texts) in ways.items():
            for text in texts:
                began = time.perf_counter()
                act(text)
                if turn:
                    times[name].append(1000 * (time.perf_counter() - began))
    found["own memory of a process, MB"] = (_private() - before) / 2**20
    for name, values in times.items():
        found[f"{name}, p50 ms"] = statistics.median(values)
        found[f"{name}, p95 ms"] = statistics.quantiles(values, n=20)[-1]
    return found


def _private() -> int:
    """Bytes that this process shares with nobody; the index is a file that all processes read in place."""
    own: int = psutil.Process().memory_full_info().uss
    return own


def _questions(locale: str) -> list[str]:
    rows = map(json.loads, QUESTIONS.read_text().splitlines())
    return [row["text"] for row in rows if row["locale"] == locale]


def publish(locale: str, word: str) -> None:
    """An article that has this word; its process makes indexes as an editor's would."""
    article = Article.objects.order_by("number").first()
    assert article is not None
    placed = actions.place_article(
        number=Article.objects.order_by("-number").values_list("number", flat=True)[0] + 1,
        collection=article.collection.number,
        related=(),
        featured=False,
        source_locale=locale,
    )
    actions.publish_translation(
        article=placed,
        locale=locale,
        slug=word,
        title=f"About {word}",
        summary="",
        keywords=(),
        questions=(),
        body_markdown=f"What {word} is.",
        updated_at=timezone.now().date(),
        now=timezone.now(),
    )
