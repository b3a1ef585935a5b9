"""`python bench/search.py`: what a search costs in libraries of 10,000 and of 100,000 articles of one language.

For each size it runs the site with a database of its own, fills it (`bench/library.py` says with what) and measures, in
a process beside the site: reading and making the index, its memory, and each way to search. Then it publishes an
article and asks the site over HTTP until every one of its web processes finds it. Ratios are between sizes of one run,
and to PostgreSQL's `SELECT 1` from the same process: on a shared machine only those mean anything.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
# Everybody comes from this machine; the limits would count them as one.
os.environ |= {"LIMIT_SUGGEST_NETWORK": "1000000", "LIMIT_SEARCH_NETWORK": "1000000"}

from supervisor import ROOT, Site, free_port

# So many answers in a row that find it come from all web processes.
_ALL = 12
_PATIENCE = 300


def searchable(origin: str, host: str, locale: str, word: str, since: float) -> tuple[float, float]:
    """Seconds until some process of the site finds the word, and until all do."""
    first, row = 0.0, 0
    while time.time() - since < _PATIENCE:
        request = Request(f"{origin}/{locale}/search/suggest?q={quote(word)}", headers={"Host": host})
        with urlopen(request, timeout=30) as answer:
            is_found = any(word in title.lower() for title, *_rest in json.load(answer))
        now = time.time() - since
        row = row + 1 if is_found else 0
        if row == 1:
            last = now
        first = first or (now if is_found else 0.0)
        if row == _ALL:
            return first, last
        time.sleep(0.02)
    raise TimeoutError(f"{word} isn't found after {_PATIENCE} s")


def of_size(articles: int, asked: argparse.Namespace) -> dict[str, float]:
    """All figures of one size."""
    site = Site(free_port())
    try:
        site.start()
        command = [sys.executable, __file__, "--inside", str(articles), "--locale", asked.locale]
        command += ["--rounds", str(asked.rounds)]
        environment = site.environment | {"DATABASE_STATEMENT_SECONDS": "0"}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        with subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes) as child:
            found: dict[str, float] = json.loads(child.stdout.readline())
            origin, host = f"http://127.0.0.1:{site.options.port}", f"{site.options.help_host}:{site.options.port}"
            searchable(origin, host, asked.locale, "refund", time.time())  # the index is there
            times = []
            for turn in range(asked.publications):
                word = f"quorvex{chr(97 + turn) * 3}"
                child.stdin.write(f"{word}\n")
                child.stdin.flush()
                times.append(searchable(origin, host, asked.locale, word, float(child.stdout.readline())))
            child.stdin.close()
        if times:
            found["published to found, s"] = statistics.median(first for first, _all in times)
            found["published to found everywhere, s"] = statistics.median(last for _first, last in times)
        return found
    finally:
        site.stop()


def report(sizes: Sequence[int], figures: Sequence[dict[str, float]]) -> str:
    """A table of all figures, and of the largest against the smallest."""
    lines = [f"| | {' | '.join(f'{size:,}' for size in sizes)} | ratio |", "| --- |" + " --- |" * (len(sizes) + 1)]
    for name in figures[0]:
        values = [each[name] for each in figures]
        ratio = f"{values[-1] / values[0]:.1f}" if values[0] else ""
        lines.append(f"| {name} | {' | '.join(f'{value:.2f}' for value in values)} | {ratio} |")
    for name in [each for each in figures[0] if each.endswith("p95 ms")][1:]:
        ratios = [each[name] / each["SELECT 1, p50 ms"] for each in figures]
        lines.append(f"| {name} to a SELECT 1 | {' | '.join(f'{ratio:.1f}' for ratio in ratios)} | |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], help="articles")
    parser.add_argument("--locale", default="en")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--publications", type=int, default=3)
    parser.add_argument("--inside", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        django.setup()
        import_module("searching").inside(asked.inside, asked.locale, asked.rounds)
        return
    print(report(asked.sizes, [of_size(size, asked) for size in asked.sizes]))


if __name__ == "__main__":
    main()
