"""Children that live and end together."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from config.orphans import end_orphans
from config.processes import ChildDiedError, Processes

DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
ROOT = Path(__file__).resolve().parent.parent.parent
SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def children():
    """A group that is stopped in the end."""
    group = Processes()
    yield group
    group.stop()


def gone(pid):
    """Whether the process ends within five seconds, reaped or not."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.02)
    return False


def test_children_run_until_they_are_stopped(children):
    children.start("web", SLEEP, os.environ)
    children.start("worker", SLEEP, os.environ)
    pids = [child.pid for child in children.running.values()]
    children.check()
    children.stop()
    assert all(gone(pid) for pid in pids)


def test_a_child_that_ends_by_itself_is_named(children):
    children.start("web", SLEEP, os.environ)
    children.start("worker", [sys.executable, "-c", "raise SystemExit(3)"], os.environ)
    with pytest.raises(ChildDiedError, match=r"worker process ended by itself \(exit code 3\)"):
        children.wait()


def test_a_child_that_ignores_the_request_is_killed(children, monkeypatch):
    monkeypatch.setattr("config.processes.PATIENCE", 0.3)
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    children.start("web", [sys.executable, "-c", deaf], os.environ)
    time.sleep(0.5)
    pid = children.running["web"].pid
    children.stop()
    assert gone(pid)


def test_grandchildren_end_with_their_parent(children, tmp_path):
    file = tmp_path / "pid"
    script = (
        "import pathlib, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"pathlib.Path({str(file)!r}).write_text(str(child.pid)); time.sleep(60)"
    )
    children.start("web", [sys.executable, "-c", script], os.environ)
    deadline = time.monotonic() + 10
    while not (file.exists() and file.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    children.stop()
    assert gone(int(file.read_text()))


def orphan(mark):
    """The process id of a child whose parent was killed, and which ignores that."""
    script = (
        "import os, sys\nfrom config.processes import Processes\n"
        f"group = Processes({mark!r})\n"
        f"group.start('web', [sys.executable, '-c', {DEAF!r}], os.environ)\n"
        "print(group.running['web'].pid, flush=True)\nsys.stdin.read()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    said = {parent.stdout.readline().strip() for _ in range(2)}
    parent.kill()
    parent.wait()
    return int(max(said, key=int))


def test_children_of_a_killed_run_are_ended_by_the_next(tmp_path):
    left = orphan(str(tmp_path))
    end_orphans(str(tmp_path))
    assert gone(left)


def test_children_of_a_run_that_lives_or_is_not_ours_are_left_alone(children, tmp_path):
    children.mark = str(tmp_path)
    children.start("web", SLEEP, os.environ)
    other = orphan(str(tmp_path / "other"))
    end_orphans(str(tmp_path))
    children.check()
    assert psutil.pid_exists(other)
    psutil.Process(other).kill()


def test_somebody_elses_process_is_watched_and_not_stopped(children):
    database = subprocess.Popen(SLEEP)
    children.watched["database"] = database
    children.stop()
    assert database.poll() is None
    database.kill()
    database.wait()
    with pytest.raises(ChildDiedError, match="database process ended"):
        children.check()
