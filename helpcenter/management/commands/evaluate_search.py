"""Says how well each way to search answers questions whose answers are known. Decides nothing itself."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from helpcenter.search import evaluation

_HALVES = {"even": 0, "odd": 1}


class Command(BaseCommand):
    help = (
        "Measures search with stock PostgreSQL, words, encoder, and both. DIR has a folder a language with "
        "queries.jsonl (id, text, relevant: ids; none where nothing answers) and docs.jsonl (id, title, body). Without "
        "the latter, or with one questions.jsonl as in bench/fin, the published articles are searched by their numbers."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--json", action="store_true", help="one object instead of a table")
        parser.add_argument("--language", action="append", help="only this one; may be given again")
        parser.add_argument("--half", choices=_HALVES, help="only questions with such ids")

    def handle(self, *args: Any, **options: Any) -> None:
        measures: list[evaluation.Measure] = []
        refusals: list[evaluation.Refusals] = []
        for locale in _languages(options["folder"], options["language"]):
            try:
                measured, refused = evaluation.measure(options["folder"], locale, _HALVES.get(options["half"]))
            except (OSError, ValueError, KeyError) as error:
                raise CommandError(f"{locale} in {options['folder']} can't be measured: {error!r}") from error
            measures += measured
            refusals += [refused] if refused else []
            if not options["json"]:
                self._show(measured, refused)
        if options["json"]:
            held = {"measures": [asdict(each) for each in measures], "refusals": [asdict(each) for each in refusals]}
            self.stdout.write(json.dumps(held, ensure_ascii=False, indent=2))

    def _show(self, measured: list[evaluation.Measure], refused: evaluation.Refusals | None) -> None:
        for each in measured:
            self.stdout.write(
                f"{each.locale:8}{each.way:12}{each.questions:5} questions   hit@1 {each.hit_1:5.1f}   "
                f"hit@3 {each.hit_3:5.1f}   MRR@10 {each.mrr_10:.3f}"
            )
        if refused:
            self.stdout.write(
                f"{refused.locale:8}finds nothing for {refused.rightly} % of {refused.without_answer} questions "
                f"without an answer, and for {refused.wrongly} % of those with one"
            )


def _languages(folder: Path, chosen: list[str] | None) -> list[str]:
    try:
        found = evaluation.languages(folder)
    except (OSError, ValueError, KeyError) as error:
        raise CommandError(f"{folder} can't be read: {error!r}") from error
    if not found:
        raise CommandError(f"{folder} has neither */queries.jsonl nor questions.jsonl.")
    return [locale for locale in found if not chosen or locale in chosen]
