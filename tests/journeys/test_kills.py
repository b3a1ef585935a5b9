"""Nothing that the site accepted is lost or doubled when its processes are killed at random under traffic."""

import os
import signal
import subprocess
import sys

from tests.journeys.site import ROOT

PATIENCE = 600  # seconds; beside other journeys on a slow machine it takes five minutes


def test_kills_lose_and_double_nothing():
    # Each kind of process is hit once; `make kills` goes on for longer.
    command = [sys.executable, "bench/kills.py", "--kills", "3", "--pause", "1", "--customers", "2", "--settle", "180"]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment["SEARCH_BY_MEANING"] = "0"  # what waits would wait for a worker that encodes every article
    # Not run(): it would throw away what was said when the time is over.
    bench = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        said = bench.communicate(timeout=PATIENCE)[0]
    except subprocess.TimeoutExpired:
        bench.send_signal(signal.SIGINT)  # it stops its site
        raise AssertionError(f"not done after {PATIENCE} s:\n{bench.communicate(timeout=90)[0][-3000:]}") from None
    assert bench.returncode == 0, said[-3000:]
