"""`python bench/answering.py`: how long somebody waits for Fin, from their message stored to its answer stored.

It runs the site with its workers and a database of its own, writes messages as the messenger does, one after the
other, and looks for each answer until it is there: queue, worker, search, and what is kept of it are all in the time.
It begins when the worker has read what people ask; the first ones warm it and count for nothing. With `--articles` as
many made ones stand beside the shipped ones (`bench/library.py`). A `SELECT 1` of the same process stands beside it: on
a shared machine only ratios mean anything.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from supervisor import ROOT, Site, free_port

QUESTIONS = Path(__file__).resolve().parent / "fin" / "questions.jsonl"
_WARMING, _PATIENCE, _LOOK = 40, 120, 0.001


def inside(articles: int, questions: int) -> dict[str, float]:
    """Milliseconds of answers and of a SELECT 1, asked from a process beside the site."""
    answers, models = import_module("messenger.conversations.actions"), import_module("messenger.models")
    visiting, database = import_module("accounts.actions.visiting"), import_module("django.db")
    timezone = import_module("django.utils.timezone")
    if articles:
        import_module("library").fill(articles, "en")
    import_module("library").wait_for_quiet()
    texts = [json.loads(line) for line in QUESTIONS.read_text().splitlines()]
    times, floor = [], []
    chosen = texts[:: max(1, len(texts) // (questions + _WARMING))]
    for row in chosen:
        visitor, _token = visiting.start_visit(now=timezone.now())
        talk = answers.start(visitor=visitor, locale="en", text=row["text"], now=timezone.now())
        who = {"conversation": talk, "visitor": visitor, "now": timezone.now()}
        answers.agree(**who, locale="en")
        topic = models.Topic.objects.get(slug="subscription")
        if answers.choose_topic(**who, topic=topic).stage == "steps":
            answers.ask_fin_first(**who)
        answers.give_details(**who, text=row["text"], rows=[])
        began = time.perf_counter()
        while talk.messages.filter(state=models.Message.State.PENDING).exists():
            if time.perf_counter() - began > _PATIENCE:
                raise SystemExit("No answer came: see the worker's log.")
            time.sleep(_LOOK)
        times.append(1000 * (time.perf_counter() - began))
        with database.connection.cursor() as cursor:
            began = time.perf_counter()
            cursor.execute("SELECT 1")
            floor.append(1000 * (time.perf_counter() - began))
    counted = times[_WARMING:]
    kept = models.FinAnswer.objects.order_by("-pk").values_list("milliseconds", flat=True)[: len(counted)]
    return {
        "answers": len(counted),
        "p50 ms": statistics.median(counted),
        "p95 ms": statistics.quantiles(counted, n=20)[-1],
        "of it in the worker, p50 ms": statistics.median(kept),
        "of it in the worker, p95 ms": statistics.quantiles(kept, n=20)[-1],
        "p50 in SELECT 1": statistics.median(counted) / statistics.median(floor),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[0], help="made ones beside the shipped ones")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        django.setup()
        print(json.dumps(inside(asked.articles[0], asked.questions)))
        return
    for articles in asked.articles:
        site = Site(free_port())
        try:
            site.start()
            command = [sys.executable, __file__, "--inside", "--articles", str(articles)]
            command += ["--questions", str(asked.questions)]
            environment = site.environment | {"DATABASE_STATEMENT_SECONDS": "0"}
            found = json.loads(subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=-1).stdout)
        finally:
            site.stop()
        figures = ", ".join(f"{name} {value:.0f}" for name, value in found.items())
        print(f"{articles:,} made articles: {figures}", flush=True)


if __name__ == "__main__":
    main()
