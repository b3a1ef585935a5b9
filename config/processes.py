"""Child processes that live and end together. Knows nothing of what they do."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

MARK = "HELPCENTER_RUN"
_PR_SET_PDEATHSIG = 1
PATIENCE = 15  # seconds a child has to end by itself before it is killed


class StoppedError(Exception):
    """Somebody asked us to stop: Ctrl-C, or a SIGTERM."""


class ChildDiedError(Exception):
    """A child ended that should have gone on; the text names it."""


def die_with_parent(signum: signal.Signals) -> Callable[[], None] | None:
    """What a child calls before its program starts, so that it gets `signum` when we die; None where Linux isn't."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(_PR_SET_PDEATHSIG, signum.value)


class Processes:
    """A group of named children, each in a process group of its own, so that Ctrl-C reaches only us.

    `mark` tells this run's children from all others; it is in their environment.
    """

    def __init__(self, mark: str = "") -> None:
        self.mark = mark
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.watched: dict[str, subprocess.Popen[bytes]] = {}  # somebody else's to stop, after ours

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Starts one child; it inherits our output."""
        self.running[name] = subprocess.Popen(
            command,
            env=dict(environment) | {MARK: f"{os.getpid()} {self.mark}"},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )

    def check(self) -> None:
        """Raises ChildDiedError when one has ended."""
        for name, process in (self.watched | self.running).items():
            if (code := process.poll()) is not None:
                raise ChildDiedError(f"The {name} process ended by itself (exit code {code}); stopping the rest.")

    def wait(self) -> None:
        """Waits until a child ends, and raises ChildDiedError."""
        while True:
            self.check()
            time.sleep(0.2)

    def stop(self) -> None:
        """Asks all to end, the last started first, and kills what is left of their groups."""
        for process in reversed(self.running.values()):
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in self.running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            _kill_group(process.pid)
        self.running.clear()


@contextmanager
def stop_signals() -> Iterator[None]:
    """Turns the first signal to end into StoppedError; later ones are ignored, so that stopping isn't cut short."""

    def stop(_signum: int, _frame: object) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        raise StoppedError

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    yield


def _kill_group(leader: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
