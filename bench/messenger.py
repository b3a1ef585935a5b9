"""`python bench/messenger.py`: the messenger's first opening, a message, a thousand open panels, and the launcher.

Runs the site as `make run` does, with two web processes and a database of its own, and asks it over HTTP and with a
real Chromium. The constant answer beside each figure is the same site's `/healthz`: a shared machine drifts, and only
ratios of one run mean anything.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

# Everybody comes from this machine; the limits would count them as one.
os.environ |= {
    f"LIMIT_{what}_{who}": "1000000"
    for what in ("ASK", "CODE", "HAND_OVER", "WRITE", "START", "PRESS", "VISIT")
    for who in ("VISIT", "NETWORK")
    if (what, who) != ("VISIT", "VISIT")
}
os.environ["LIMIT_HAND_OVER_ADDRESS"] = "1000000"

from opening import launcher, openings
from panels import Panel, Times, forwarded, polling, writing
from supervisor import Site
from traffic import Inbox

ARTICLE = "/en/articles/9018020"


async def constant(site: Site, host: str) -> float:
    """The median time of the site's constant answer, in ms, with nobody else there."""
    panel, times = Panel(site.options.port, host), Times()
    for _each in range(200):
        await panel.ask("/healthz", None, times)
    return times.at(0.5)


async def people(site: Site, host: str, inbox: Inbox, asked: argparse.Namespace) -> dict[str, object]:
    """What writing and waiting cost."""
    answer = await constant(site, host)
    crowd = [await forwarded(site.options.port, host, number, inbox) for number in range(asked.people)]
    await writing(crowd, 3, 1)  # warm
    wrote = await writing(crowd, asked.seconds, asked.pause)
    waited = await polling(crowd, asked.panels, asked.seconds + 45)
    return {
        "constant answer, ms": round(answer, 2),
        **_said("message stored", wrote, answer),
        **_said("poll", waited, answer),
    }


def _said(name: str, times: Times, answer: float) -> dict[str, object]:
    return {
        f"{name}: how many": len(times.ms),
        f"{name}: failed": times.failed,
        f"{name}: answers": dict(times.answers),
        f"{name}: p50, ms": round(times.at(0.5), 1),
        f"{name}: p95, ms": round(times.at(0.95), 1),
        f"{name}: p95 to a constant answer": round(times.at(0.95) / answer, 1),
    }


def first_opening(origin: str, rounds: int) -> dict[str, object]:
    """What the first opening of the panel costs, and the launcher before it."""
    found = openings(origin, ARTICLE, rounds)
    ms, beside = (statistics.median(getattr(each, name) for each in found) for name in ("ms", "constant_ms"))
    size, running, longest = launcher(origin, ARTICLE)
    return {
        "first opening, KB": round(statistics.median(each.kilobytes for each in found), 1),
        "first opening, requests": statistics.median(each.requests for each in found),
        "first opening, ms to usable": round(ms),
        "first opening to a constant frame": round(ms / beside, 1),
        "launcher, KB": round(size, 2),
        "launcher's scripts, ms": round(running, 2),
        "longest task of an article, ms": round(longest),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--panels", type=int, default=1_000)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--pause", type=float, default=5, help="seconds between two messages of a person")
    asked = parser.parse_args()
    inbox = Inbox()
    inbox.controller.start()
    site = Site(inbox.port)
    try:
        site.start()
        host = f"{site.options.help_host}:{site.options.port}"
        figures = first_opening(f"http://{host}", asked.rounds) | asyncio.run(people(site, host, inbox, asked))
    finally:
        site.stop()
        inbox.controller.stop()
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
