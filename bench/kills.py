"""`python bench/kills.py --kills 100`: kills web, worker and database at random under traffic and counts what is left.

Afterwards everything that the site accepted must be there exactly once, what nobody can know about at most once, and
every mail must have reached the world, the same Message-ID counting as the same mail. Exit code 1 when it isn't so.
"""

import argparse
import json
import random
import sys
import threading
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psycopg
from supervisor import Site
from traffic import Inbox, Ledger, agent, customer, watched

# Seconds until the site must be ready again and each request answered: a page is given 20 to come, a mail 60.
PATIENCE = 120

_COUNTS = """
    SELECT w.word, (SELECT count(*) FROM tickets_message m WHERE m.body LIKE '%%' || w.word || '%%')
                   AS written,
           (SELECT count(*) FROM messenger_conversation c WHERE c.text LIKE '%%' || w.word || '%%') AS begun
    FROM unnest(%s::text[]) AS w(word)
"""


_BEGUN = time.monotonic()


def say(what: str) -> None:
    """One line on standard error, with the seconds since the beginning."""
    print(f"{time.monotonic() - _BEGUN:6.1f} s  {what}", file=sys.stderr, flush=True)


def settle(site: Site, seconds: float) -> None:
    """Waits until the queue and the mail that waits are worked off. Raises TimeoutError."""
    deadline, said = time.monotonic() + seconds, None
    while True:
        site.wait_until_ready(PATIENCE)
        with psycopg.connect(site.environment["DATABASE_URL"]) as own:
            waiting = own.execute(
                "SELECT (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
                "          AND NOT (task_name LIKE 'config.%%' OR queue_name = 'housekeeping')),"
                " (SELECT count(*) FROM tickets_outgoingemail WHERE status NOT IN ('sent', 'failed'))"
            ).fetchone()
        if waiting != said:
            say(f"waiting for {waiting[0]} jobs and {waiting[1]} mails")
            said = waiting
        if waiting == (0, 0):
            return
        if time.monotonic() > deadline:
            raise TimeoutError(f"still waiting after {seconds} s: {waiting[0]} jobs, {waiting[1]} mails")
        time.sleep(0.5)


def faults(site: Site, ledger: Ledger, inbox: Inbox) -> list[str]:
    """A sentence for everything that was lost or doubled; empty when all is well."""
    found = [*dict.fromkeys([*ledger.wrong, *site.wrong])]
    words = {**ledger.unknown, **ledger.accepted}
    plain = [word for word in words if not word.startswith("ticket ")]
    with psycopg.connect(site.environment["DATABASE_URL"]) as own:
        counts = {word: (written, begun) for word, written, begun in own.execute(_COUNTS, [plain])}
        failed = own.execute("SELECT count(*) FROM tickets_outgoingemail WHERE status = 'failed'").fetchone()
        sent = {row[0] for row in own.execute("SELECT mail_id FROM tickets_outgoingemail")}
        same = own.execute("SELECT count(*) - count(DISTINCT mail_id) FROM tickets_outgoingemail").fetchone()
    for word in plain:
        written, begun = counts[word]
        number = begun if words[word] == "start" else written
        if (word in ledger.accepted and number != 1) or number > 1:
            found.append(f"{words[word]} {word}: {number} times")
    for word in ledger.accepted:
        if word.startswith("ticket ") and counts[word.removeprefix("ticket ")][0] != 1:
            found.append(f"hand-over {word}: {counts[word.removeprefix('ticket ')][0]} tickets")
    quiet = {"start", "hand-over", "write", "mail", "reply"} - set(ledger.accepted.values())
    found += [f"nothing of the kind {kind} was ever accepted" for kind in sorted(quiet)]
    found += [f"{failed[0]} mails failed"] if failed and failed[0] else []
    found += [f"{same[0]} mails share a Message-ID"] if same and same[0] else []
    found += [f"mail {mail_id} never left" for mail_id in sent - set(inbox.times)]
    found += [f"mail {mail_id} is nobody's" for mail_id in inbox.about_tickets() - sent]
    return found


def strike(site: Site, kills: int, pause: float) -> Counter[str]:
    """Kills that many processes, one after the other or all of a kind at once, and says which kinds were hit."""
    hit: Counter[str] = Counter()
    for number in range(kills):
        time.sleep(random.uniform(0.3, pause))
        victims = {kind: processes for kind, processes in site.victims().items() if processes}
        if not victims:
            continue
        kind = sorted(victims)[number % len(victims)]
        for victim in victims[kind] if random.random() < 0.2 else [random.choice(victims[kind])]:
            try:
                site.kill(victim)
            except ProcessLookupError:
                continue
            say(f"killed {kind}, process {victim.pid}")
        hit[kind] += 1
    return hit


def _see_off(people: list[threading.Thread]) -> None:
    """Waits until each has had the answer to what they sent last. Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE
    for person in people:
        person.join(max(0.0, deadline - time.monotonic()))
        if person.is_alive():
            raise TimeoutError(f"{person.name} still waits for an answer after {PATIENCE} s")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--pause", type=float, default=3.0, help="the longest pause between two kills, in seconds")
    parser.add_argument("--customers", type=int, default=4)
    parser.add_argument("--settle", type=float, default=600, help="how long what waits may take in the end, in seconds")
    parser.add_argument("--seed", type=int, default=1, help="which processes are hit; the machine does the rest")
    asked = parser.parse_args()
    random.seed(asked.seed)
    inbox, ledger, over = Inbox(), Ledger(), threading.Event()
    inbox.controller.start()
    # Nobody looks at a style, and compressing them takes longest.
    site = Site(inbox.port, plain_static=True)
    try:
        say("preparing the site")
        site.start()
        say("ready; people come")
        password = json.loads((site.var_dir / "staff_passwords.json").read_text())["agent"]
        people = [
            threading.Thread(target=watched, args=(ledger, customer, site, ledger, inbox, over), daemon=True)
            for _one in range(asked.customers)
        ]
        people.append(threading.Thread(target=watched, args=(ledger, agent, site, password, ledger, over), daemon=True))
        for person in people:
            person.start()
        time.sleep(5)
        hit = strike(site, asked.kills, asked.pause)
        back = site.wait_until_ready(PATIENCE)
        say(f"ready again after {back:.1f} s; people go on for a moment")
        time.sleep(5)
        over.set()
        _see_off(people)
        settle(site, asked.settle)
        wrong = faults(site, ledger, inbox)
    except Exception:
        say("what the site said last:\n" + site.last_words())
        raise
    finally:
        over.set()
        say("stopping the site")
        site.stop()
        inbox.controller.stop()
    report = {
        "kills": dict(hit),
        "ready again after the last one, seconds": round(back, 1),
        "accepted": dict(Counter(ledger.accepted.values())),
        "unknown": dict(Counter(kind for word, kind in ledger.unknown.items() if word not in ledger.accepted)),
        "refused": dict(ledger.refused),
        "mails": len(inbox.times),
        "mails that came more than once": sum(times > 1 for times in inbox.times.values()),
        "most often": max(inbox.times.values(), default=0),
        "wrong": wrong,
    }
    print(json.dumps(report, indent=1, ensure_ascii=False))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
