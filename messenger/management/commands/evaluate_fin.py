"""Asks Fin a set of questions, the golden ones or a file's, and says how many it answers rightly."""

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from messenger.fin.evaluation import Asked, BadQuestionError, Figures, ask, figures, misses, read_cases
from messenger.golden.actions import note_results
from messenger.golden.models import GoldenQuestion

_COLUMNS = ("language", "first", "in three", "section", "refused", "abstained", "humans")


class Command(BaseCommand):
    help = (
        "Ask the golden questions, or those of DIR/questions.jsonl, and print, per language: right article first, in "
        "the first three, right section where that article is first, answerable questions refused, abstentions right, "
        "wishes for a person recognised; then every miss. bench/fin/README.md has the format."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dir", type=Path, nargs="?", help="without it, the golden questions of the admin")
        parser.add_argument("--json", action="store_true", help="print one JSON object instead")
        parser.add_argument("--half", choices=["odd", "even"], help="only ids whose number is odd, or even")
        parser.add_argument(
            "--fail-under",
            type=float,
            metavar="PERCENT",
            help="end with status 1 when fewer of all are answered rightly, with the right section where one is named",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [] if options["dir"] else list(GoldenQuestion.objects.asked())
        try:
            cases = list(read_cases(options["dir"] / "questions.jsonl")) if options["dir"] else [r.case for r in rows]
        except (OSError, BadQuestionError) as error:
            raise CommandError(str(error)) from error
        if options["half"]:
            cases = [case for case in cases if _is_odd(case.id) == (options["half"] == "odd")]
        if not cases:
            raise CommandError("There is no question to ask.")
        asked, times = [], []
        ask(cases[0])  # what is loaded once isn't the first question's
        for case in cases:
            began = time.perf_counter()
            asked.append(ask(case))
            times.append((time.perf_counter() - began) * 1000)
        note_results(results=_pairs(rows, asked))
        p95 = sorted(times)[int(len(times) * 0.95)] if len(times) > 1 else times[0]
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(asked, p95), ensure_ascii=False, indent=1))
        else:
            self._print(asked, p95)
        right = 100 * sum(each.wholly_right for each in asked) / len(asked)
        if options["fail_under"] is not None and right < options["fail_under"]:
            raise CommandError(f"{right:.1f} % are answered rightly, less than {options['fail_under']:g} %.")

    def _print(self, asked: list[Asked], p95: float) -> None:
        self.stdout.write("".join(f"{name:>14}" for name in _COLUMNS))
        counted = figures(asked)
        for locale, each in [*sorted(counted.items()), ("all", _sum(asked))]:
            self.stdout.write(f"{locale:>14}" + "".join(f"{words:>14}" for words in _row(each)))
        self.stdout.write(f"p95 {p95:.0f} ms a question\n")
        for miss in misses(asked):
            wanted = miss.case.expected or "/".join(map(str, miss.case.articles))
            self.stdout.write(
                f"{miss.case.id} [{miss.case.who}] {miss.case.text!r}: wanted {wanted}, "
                f"{miss.decision} {miss.intent} {list(miss.shown)} ({miss.score:.2f})"
            )


def _pairs(rows: list[GoldenQuestion], asked: list[Asked]) -> list[tuple[GoldenQuestion, Asked]]:
    """Each golden question that was asked, with what came of it."""
    by_id = {each.case.id: each for each in asked}
    return [(row, by_id[row.case.id]) for row in rows if row.case.id in by_id]


def _is_odd(name: str) -> bool:
    digits = "".join(filter(str.isdigit, name))
    return bool(digits) and int(digits) % 2 == 1


def _sum(asked: list[Asked]) -> Figures:
    whole = Figures()
    for each in asked:
        whole.count(each)
    return whole


def _row(each: Figures) -> list[str]:
    pairs = [
        (each.first, each.answerable),
        (each.in_three, each.answerable),
        (each.right_sections, each.sections),
        (each.refused, each.answerable),
        (each.abstained, each.abstain),
        (each.recognised, each.human),
    ]
    return [f"{part}/{whole} {part / whole:.0%}" if whole else "-" for part, whole in pairs]


def _as_json(asked: list[Asked], p95: float) -> dict[str, Any]:
    return {
        "languages": {locale: vars(each) for locale, each in figures(asked).items()},
        "p95_milliseconds": round(p95, 1),
        "misses": [
            {"id": each.case.id, "decision": each.decision, "intent": each.intent, "shown": list(each.shown)}
            for each in misses(asked)
        ],
    }
