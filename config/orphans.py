"""Ends what an earlier run left behind that was itself killed. Knows nothing of what those processes did."""

from contextlib import suppress

import psutil

from config.processes import MARK


def end_orphans(mark: str) -> None:
    """Kills the children with this mark whose parent is gone: they would hold the port."""
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            parent, _, found = process.environ().get(MARK, "").partition(" ")
            if parent and found == mark and not psutil.pid_exists(int(parent)):
                process.kill()
                process.wait(5)
