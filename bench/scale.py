"""`python bench/scale.py --small 1000 --large 1000000`: what each page costs in a small and in a full database.

Makes two databases on the server that DATABASE_URL names (the embedded one otherwise), fills them with
`manage.py seed_scale` and asks for every page of both in turn, through all of Django, in a process of its own for each.
Prints p50 and p95 and the ratio between the two: on a shared machine only that means anything.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def database_url(name: str) -> str:
    """The address of another database on the same server."""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


@contextmanager
def database(name: str, tickets: int, articles: int, *, keep: bool) -> Iterator[dict[str, str]]:
    """A database of this size; gives the environment that names it. One that an earlier run kept is taken up."""
    environment = os.environ | {"DATABASE_URL": database_url(name), "DATABASE_POOL": "0", "PLAIN_STATIC": "1"}
    with psycopg.connect(database_url("postgres"), autocommit=True) as server:
        known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not known:
            python = [sys.executable]
            steps = ["database", "tables", "articles", "topics"]
            subprocess.run([*python, "-m", "config.prepare", *steps], cwd=ROOT, env=environment, check=True)
            began = time.monotonic()
            seed = ["manage.py", "seed_scale", "--tickets", str(tickets), "--articles", str(articles)]
            subprocess.run([*python, *seed], cwd=ROOT, env=environment, check=True)
            print(f"{name}: filled in {time.monotonic() - began:.0f} s", file=sys.stderr)
            with psycopg.connect(database_url(name), autocommit=True) as filled:
                filled.execute("VACUUM ANALYZE")
        yield environment
        if not keep:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def serve(module: str) -> None:
    """Asks for the page of the module whose name comes on standard input, and answers with the milliseconds.

    A number beside the name: lists have no more rows than that.
    """
    import_module("config.wsgi")  # as a web server has it
    pages = import_module(module).pages()
    lists = import_module("django.contrib.admin").site._registry.values()
    usual = {each: each.list_per_page for each in lists}
    print(json.dumps(list(pages)), flush=True)
    for line in sys.stdin:
        name, _tab, most = line.rstrip("\n").partition("\t")
        for each, rows in usual.items():
            each.list_per_page = min(rows, int(most)) if most else rows
        act = pages[name]()
        began = time.perf_counter()
        rows = act()
        print(1000 * (time.perf_counter() - began), rows, flush=True)


class Site:
    """The whole of Django over one database, in a process of its own."""

    def __init__(self, environment: dict[str, str], module: str) -> None:
        command = [sys.executable, __file__, "--serve", module]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes)
        self.pages: list[str] = json.loads(self.process.stdout.readline())
        self.taken: dict[str, list[float]] = {page: [] for page in self.pages}
        # The same of a list that shows no more rows than the other site has.
        self.as_long: dict[str, list[float]] = {}
        self.rows: dict[str, int] = {}

    def ask(self, page: str, *, counts: bool) -> None:
        taken, self.rows[page] = self._ask(page)
        if counts:
            self.taken[page].append(taken)

    def ask_as_long(self, page: str, rows: int) -> None:
        """The page with as many rows as the other site's."""
        taken, _rows = self._ask(f"{page}\t{rows}")
        self.as_long.setdefault(page, []).append(taken)

    def _ask(self, asked: str) -> tuple[float, int]:
        self.process.stdin.write(f"{asked}\n")
        self.process.stdin.flush()
        taken, rows = self.process.stdout.readline().split()
        return float(taken), int(rows)

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(15)


def measure(environments: list[dict[str, str]], rounds: int, module: str = "pages") -> list[Site]:
    """Every page of both sites in turn, so that what else the machine does weighs on both.

    A list that is longer among many tickets is asked for once more, with as many rows as it has among few: each row
    costs something to show, and what the tickets cost that aren't shown is the question.
    """
    small, large = sites = [Site(environment, module) for environment in environments]
    for round_number in range(rounds + 2):
        counts = round_number > 1  # the first two warm everything up
        for page in small.pages:
            for site in sites:
                site.ask(page, counts=counts)
            if counts and 0 < small.rows[page] < large.rows[page]:
                large.ask_as_long(page, small.rows[page])
    for site in sites:
        site.close()
    return sites


def ratio(small: Site, large: Site, page: str) -> float:
    """How many times as long as among few tickets, with as many rows."""
    after = large.as_long.get(page) or large.taken[page]
    return statistics.median(after) / statistics.median(small.taken[page])


def report(small: Site, large: Site) -> str:
    """A table of p50 and p95, and the ratio of the p50s of lists with as many rows, also where one has more."""
    rows = [
        "| page or act | rows | p50 small | p50 large | as many rows | ratio | p95 large |",
        "| --- |" + " --- |" * 6,
    ]
    for name, values in large.taken.items():
        before, after = statistics.median(small.taken[name]), statistics.median(values)
        last = statistics.quantiles(values, n=20)[-1]
        shown = f"{small.rows[name]}, {large.rows[name]}" if large.rows[name] else ""
        as_long = f"{statistics.median(large.as_long[name]):.1f}" if name in large.as_long else ""
        times = f"{ratio(small, large, name):.2f}"
        rows.append(f"| {name} | {shown} | {before:.1f} | {after:.1f} | {as_long} | {times} | {last:.1f} |")
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--small", type=int, default=1_000, help="tickets")
    parser.add_argument("--large", type=int, default=1_000_000, help="tickets")
    parser.add_argument("--articles", type=int, default=10_000, help="articles of the large one, beside the shipped")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--keep", action="store_true", help="keep the databases for the next run")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    parser.add_argument("--serve", metavar="MODULE", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        serve(asked.serve)
        return
    with ExitStack() as stack:
        environments = [
            stack.enter_context(database(f"bench_{size}_{articles}", size, articles, keep=asked.keep))
            for size, articles in ((asked.small, 0), (asked.large, asked.articles))
        ]
        found = measure(environments, asked.rounds)
    print(report(*found))
    if asked.json:
        asked.json.write_text(json.dumps([site.taken for site in found], indent=1))


if __name__ == "__main__":
    main()
