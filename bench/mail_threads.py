"""`python -m config.with_database python bench/mail_threads.py --threads 1000`: who joins which ticket by mail.

Opens so many tickets in a database of its own, with as many honest as forged mails about them, reads them all, and
counts what was lost, doubled or joined wrongly. `--mutate N` reads N broken copies of each besides: none may stop the
reader, or join another ticket than its mail is about. Ends with status 1 when there is anything of it.
"""

import argparse
import json
import os
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.test.utils import override_settings, setup_databases, teardown_databases

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def inside(chosen: argparse.Namespace) -> dict[str, Any]:
    """Makes and reads the letters; what became of them."""
    # Only now that there are settings.
    threads = import_module("tests.mail_threads")
    author = import_module("tests.cast").staff(name="aki")
    with override_settings(TRUSTED_AUTHSERV_ID=[threads.OUR_SERVER]):
        letters = threads.made(chosen.threads, seed=chosen.seed, author=author, of_each=chosen.of_each)
        began = time.perf_counter()
        threads.deliver(letters, seed=chosen.seed)
        seconds = time.perf_counter() - began
        report = threads.judged(letters)
        ended, wrong = threads.broken(letters, copies=chosen.mutate, seed=chosen.seed)
    return {
        "mails": len(letters),
        "seconds": round(seconds, 1),
        "ended": report.ended,
        "broken copies ended": ended,
        "wrong": {"lost": report.lost, "joined": report.wrong, "doubled": report.doubled, "broken": wrong},
    }


def main() -> int:
    """Reads the letters; returns the exit code."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--threads", type=int, default=1000)
    options.add_argument("--of-each", type=int, default=3, help="honest mails about each, and as many forged ones")
    options.add_argument("--mutate", type=int, default=0, metavar="N", help="broken copies of each mail")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    kept = setup_databases(verbosity=0, interactive=False)
    try:
        said = inside(chosen)
    finally:
        teardown_databases(kept, verbosity=0)
    print(json.dumps(said, indent=1, ensure_ascii=False))
    return int(any(said["wrong"].values()))


if __name__ == "__main__":
    raise SystemExit(main())
