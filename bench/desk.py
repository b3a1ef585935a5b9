"""`python bench/desk.py --large 1000000`: every page and move of the desk, at a thousand tickets and at a million.

As `bench/scale.py` does, whose databases it shares: both sites side by side, each page in turn, in one run. Ends with
status 1 where a page costs more than it may: its p50 against the small site's, or its p95 in milliseconds.
"""

import argparse
import statistics
import sys
from contextlib import ExitStack

from scale import Site, database, measure, ratio, report

MOST_RATIO = 1.5
MOST_P95 = 150
# Below this many milliseconds a ratio is noise.
WORTH_COMPARING = 3.0


def misses(small: Site, large: Site) -> list[str]:
    """The pages and moves that cost too much, each with why."""
    found = []
    for name, values in large.taken.items():
        before, times = statistics.median(small.taken[name]), ratio(small, large, name)
        last = statistics.quantiles(values, n=20)[-1]
        # Where the small site has nothing to show, the rows are what costs.
        comparable = small.rows[name] or not large.rows[name]
        if comparable and times > MOST_RATIO and before * (times - 1) > WORTH_COMPARING:
            found.append(f"{name}: {times:.2f} times as long as among few tickets")
        if last > MOST_P95:
            found.append(f"{name}: p95 {last:.0f} ms")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--small", type=int, default=1_000, help="tickets")
    parser.add_argument("--large", type=int, default=1_000_000, help="tickets")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--keep", action="store_true", help="keep the databases for the next run")
    asked = parser.parse_args()
    with ExitStack() as stack:
        environments = [
            stack.enter_context(database(f"bench_desk_{size}", size, 0, keep=asked.keep))
            for size in (asked.small, asked.large)
        ]
        small, large = measure(environments, asked.rounds, "desk_pages")
    print(report(small, large))
    missed = misses(small, large)
    print("\n".join(missed) or f"All within {MOST_RATIO} times and {MOST_P95} ms (p95).")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
