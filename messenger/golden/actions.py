"""Golden questions are written here: read from files, asked by a worker, and what came of it."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from procrastinate.contrib.django import app

from accounts.models import User
from helpcenter.models import Article
from messenger.fin.evaluation import Asked, Case, ask
from messenger.golden.files import BadLineError, read_lines
from messenger.golden.models import GoldenQuestion, GoldenRun
from messenger.golden.words import did, titles_of, wanted_words

TASK = "messenger.ask_golden"
# A worker's hand asks for so many seconds, then other questions get their turn.
_AT_ONCE_SECONDS = 2.0
# So many runs can be looked at.
_KEPT_RUNS = 30


class ImportRefusedError(Exception):
    """Some lines are wrong, and nothing was imported; `lines` has each with its number."""

    def __init__(self, lines: Sequence[BadLineError]) -> None:
        super().__init__(f"{len(lines)} bad lines")
        self.lines = lines


@transaction.atomic
def import_questions(*, text: str) -> tuple[int, int]:
    """Make or change the questions of these lines, all or none; how many were made, and how many changed.

    A question that is there in its language has what is expected of it changed. Raises ImportRefusedError.
    """
    made = changed = 0
    bad = []
    for number, case in read_lines(text):
        if isinstance(case, BadLineError):
            bad.append(case)
            continue
        try:
            outcome = _import(case)
        except ValidationError as error:
            bad.append(BadLineError(number, " ".join(error.messages)))
            continue
        made += outcome == "made"
        changed += outcome == "changed"
    if bad:
        raise ImportRefusedError(bad)
    return made, changed


def _import(case: Case) -> str:
    held = GoldenQuestion.objects.filter(text=case.text, locale=case.locale).select_related("article").first()
    before = held and _wish(held)
    row = _filled(held or GoldenQuestion(text=case.text, locale=case.locale), case)
    if _wish(row) == before:
        return "same"
    row.full_clean()
    _forget_result(row)
    row.save()
    return "changed" if held else "made"


def _wish(row: GoldenQuestion) -> Case:
    return replace(row.case, id="")


def _filled(row: GoldenQuestion, case: Case) -> GoldenQuestion:
    """The row as the line has it. Raises ValidationError for articles that aren't there."""
    articles = Article.objects.in_bulk(case.articles, field_name="number")
    if missing := [str(number) for number in case.articles if number not in articles]:
        raise ValidationError(gettext("There is no article %(numbers)s.") % {"numbers": ", ".join(missing)})
    row.expect = case.expected or GoldenQuestion.Expect.ARTICLE
    row.article = articles[case.articles[0]] if case.articles else None
    row.or_articles, row.section, row.asker = list(case.articles[1:]), case.section, case.who
    return row


def _forget_result(row: GoldenQuestion) -> None:
    """What was said of another question or another wish."""
    row.right, row.asked_at, row.did = None, None, {}


def save_question(*, row: GoldenQuestion, anew: bool) -> None:
    """Keep what staff wrote; with `anew` it is another question or another wish than the last result was about."""
    if anew:
        _forget_result(row)
    row.save()


def set_aside(*, rows: QuerySet[GoldenQuestion], aside: bool) -> int:
    """Ask these no more, or again; how many that changed."""
    return rows.exclude(set_aside=aside).update(set_aside=aside)


@transaction.atomic
def load_shipped(*, text: str) -> int:
    """Make those of the shipped questions that were never there and whose articles are; how many.

    One that staff changed or set aside stays so. Raises BadLineError.
    """
    known = set(GoldenQuestion.objects.exclude(shipped_id="").values_list("shipped_id", flat=True))
    made = 0
    for _number, case in read_lines(text):
        if isinstance(case, BadLineError):
            raise case
        if case.id in known or GoldenQuestion.objects.filter(text=case.text, locale=case.locale).exists():
            continue
        try:
            row = _filled(GoldenQuestion(text=case.text, locale=case.locale, shipped_id=case.id), case)
        except ValidationError:  # this library has no such article
            continue
        row.save()
        made += 1
    return made


@transaction.atomic
def start_run(*, rows: QuerySet[GoldenQuestion], by: User | None) -> GoldenRun:
    """Have a worker ask these questions, but for those that are set aside."""
    run = GoldenRun.objects.create(
        waiting=[*rows.filter(set_aside=False).order_by("pk").values_list("pk", flat=True)], started_by=by
    )
    GoldenRun.objects.filter(pk__in=GoldenRun.objects.order_by("-pk").values("pk")[_KEPT_RUNS:]).delete()
    _line_up(run.pk)
    return run


def _line_up(key: int) -> None:
    app.configure_task(TASK, lock=f"golden run {key}").defer(run_id=key)


def go_on(*, run_id: int) -> None:
    """Ask the next questions of a run, for some seconds, and see to it that the others' turn comes."""
    run = GoldenRun.objects.filter(pk=run_id, finished_at=None).first()
    if run is None:
        return
    until = time.monotonic() + _AT_ONCE_SECONDS
    rows = GoldenQuestion.objects.asked().in_bulk(run.waiting)
    results: list[tuple[GoldenQuestion, Asked]] = []
    left = list(run.waiting)
    while left and (not results or time.monotonic() < until):
        row = rows.get(left.pop(0))
        if row is not None:
            results.append((row, ask(row.case)))
    _note(run_id, results, left)


@transaction.atomic
def _note(run_id: int, results: Sequence[tuple[GoldenQuestion, Asked]], left: Sequence[int]) -> None:
    run = GoldenRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        return
    titles = titles_of(asked.case for _row, asked in results)
    run.results += [_result(row, asked, wanted_words(asked.case, titles)) for row, asked in results]
    run.waiting = list(left)
    run.finished_at = None if left else timezone.now()
    run.save()
    note_results(results=results)
    if left:
        _line_up(run_id)


def _result(row: GoldenQuestion, asked: Asked, wanted: str) -> dict[str, Any]:
    words = {"key": row.pk, "text": row.text, "locale": row.locale, "wanted": wanted}
    return words | {"before": row.right, "right": asked.wholly_right, "did": did(asked)}


def note_results(*, results: Iterable[tuple[GoldenQuestion, Asked]]) -> None:
    """Keep with each question what came of it, unless it was changed while it was asked."""
    now = timezone.now()
    for row, asked in results:
        same = GoldenQuestion.objects.filter(
            pk=row.pk, text=row.text, expect=row.expect, article=row.article, section=row.section, asker=row.asker
        )
        same.update(right=asked.wholly_right, asked_at=now, did=did(asked))
