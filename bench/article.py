"""`python bench/article.py`: what a reader's page costs, beside the same server's constant answer.

Starts granian (2 workers) on a loopback port with the database that DATABASE_URL names, loads each target in turn,
round by round, and prints medians. A shared machine drifts by a factor of two: only ratios of one run mean anything.
The constant answer passes through all middleware; a stored page leaves before the rest of it.
"""

import argparse
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import load

ROOT = Path(__file__).resolve().parent.parent
HOST = os.environ.get("HELP_HOST", "help.localhost")
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Target:
    """One address and what each round measured there."""

    name: str
    url: str
    pid: int
    per_second: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    median_ms: list[float] = field(default_factory=list)
    failed: int = 0


def tree_cpu(root: int) -> float:
    """CPU seconds that a process and its descendants have used."""
    children: dict[int, list[int]] = {}
    used: dict[int, float] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        pid = int(folder.name)
        children.setdefault(int(fields[1]), []).append(pid)
        used[pid] = sum(int(each) for each in fields[11:15]) / _TICKS
    total, waiting = 0.0, [root]
    while waiting:
        pid = waiting.pop()
        total += used.get(pid, 0.0)
        waiting += children.get(pid, [])
    return total


def get(url: str) -> tuple[str, bytes]:
    """The final address and the body, asked as the help center's host."""
    request = urllib.request.Request(url, headers={"Host": HOST})
    with urllib.request.urlopen(request, timeout=20) as response:
        return response.url, response.read()


@contextmanager
def server(application: str) -> Iterator[tuple[str, int]]:
    """granian serving the application; gives its address and process id, and ends it."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "2", "--blocking-threads", "1", "--no-access-log", "--log-level", "warning", application]
    environment = os.environ | {"PLAIN_STATIC": "1", "PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}", "LOG_LEVEL": "ERROR"}
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        address = f"http://127.0.0.1:{port}"
        _await(address, process)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(15)


def _await(address: str, process: subprocess.Popen[bytes]) -> None:
    for _attempt in range(200):
        if process.poll() is not None:
            raise SystemExit("granian ended; its message is above.")
        try:
            get(f"{address}/healthz")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("granian doesn't answer.")


def article_path(address: str, wanted: str) -> str:
    """The path to measure: the one asked for, or the first article that en/llms.txt lists."""
    if wanted:
        return wanted
    found = re.search(r"\]\(\w+://[^/]+(/\S+)\.md\)", get(f"{address}/en/llms.txt")[1].decode())
    if found is None:
        raise SystemExit("The database holds no articles; run manage.py load_content first.")
    return found[1]


def measure(target: Target, seconds: float, connections: int) -> None:
    """One round at one address."""
    before = tree_cpu(target.pid)
    result = load.run(target.url, HOST, seconds, connections)
    target.cpu_ms.append(1000 * (tree_cpu(target.pid) - before) / max(result.requests, 1))
    target.per_second.append(result.per_second)
    target.median_ms.append(result.median_ms)
    target.failed += result.failed


def report(targets: list[Target]) -> str:
    """A table of medians; ratios are to the first target."""
    rows = ["| target | requests/s | CPU ms a request | median ms | CPU ratio | failed |", "| --- |" + " --- |" * 5]
    constant = statistics.median(targets[0].cpu_ms)
    for each in targets:
        cpu = statistics.median(each.cpu_ms)
        figures = f"{statistics.median(each.per_second):,.0f} | {cpu:.3f} | {statistics.median(each.median_ms):.2f}"
        rows.append(f"| {each.name} | {figures} | {cpu / constant:.1f} | {each.failed} |")
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--path", default="", help="an article's path; the first of en/llms.txt otherwise")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    asked = parser.parse_args()
    with server("config.wsgi:application") as (kept, pid), server("without_store:application") as (anew, anew_pid):
        path = article_path(kept, asked.path)
        home = f"/{path.split('/')[1]}/"
        targets = [
            Target("constant answer (/healthz)", f"{kept}/healthz", pid),
            Target("article, from the store", kept + path, pid),
            Target("home, from the store", kept + home, pid),
            Target("article, made anew", anew + path, anew_pid),
        ]
        for each in targets:
            for _warming in range(20):
                get(each.url)
        for _round in range(asked.rounds):
            for each in targets:
                measure(each, asked.seconds, asked.connections)
    print(report(targets))
    if asked.json:
        asked.json.write_text(json.dumps([vars(each) for each in targets], indent=1))


if __name__ == "__main__":
    main()
