"""Nothing that the site accepted is lost or doubled when its processes are killed at random under traffic."""

import os
import subprocess
import sys

from tests.journeys.site import ROOT


def test_kills_lose_and_double_nothing():
    # Each kind of process is hit twice; `make kills` goes on for longer.
    command = [sys.executable, "bench/kills.py", "--kills", "6", "--pause", "1", "--customers", "2"]
    environment = {name: value for name, value in os.environ.items() if name != "PLAIN_STATIC"}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-3000:]
