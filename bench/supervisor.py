"""The site as separate processes that are started again whenever they die, as systemd would. Knows no traffic."""

import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil

from config import run
from config.embedded_database import DatabaseFailedError, EmbeddedDatabase

ROOT = Path(__file__).resolve().parent.parent
_TICK = 0.1


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


class Site:
    """Web, workers and a database of their own in a temporary folder; mail leaves through `smtp_port`."""

    def __init__(self, smtp_port: int, *, plain_static: bool = False) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="helpcenter-kills-", ignore_cleanup_errors=True)
        self.var_dir = Path(self.folder.name)
        self.var_dir.chmod(0o755)  # root's helper user passes through
        self.database = EmbeddedDatabase(self.var_dir)
        self.options = run.Options("127.0.0.1", free_port(), self.var_dir, 2, True, "help.localhost")
        self.token = secrets.token_urlsafe(24)
        self.environment = os.environ | {
            "DATABASE_URL": self.database.place.url("helpcenter"),
            "VAR_DIR": str(self.var_dir),
            "PORT": str(self.options.port),
            "DEMO": "1",
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(smtp_port),
            "SMTP_STARTTLS": "0",
            "INCOMING_MAIL_TOKEN": self.token,
            "LOG_LEVEL": "ERROR",
        }
        if plain_static:
            self.environment["PLAIN_STATIC"] = "1"
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)
        self.commands = run.commands(self.options, dict(self.environment))
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.wrong: list[str] = []  # what kept it from starting something again, besides a database that isn't down yet
        self.over = threading.Event()
        self.keeper = threading.Thread(target=self._keep_alive, daemon=True)
        self.log = (self.var_dir / "output").open("wb")

    def start(self) -> None:
        """Starts everything and waits until it answers."""
        self.database.start()
        prepare = [sys.executable, "-m", "config.prepare"]
        subprocess.run(prepare, cwd=ROOT, env=self.environment, stdout=sys.stderr, check=True)
        for name in self.commands:
            self._spawn(name)
        self.keeper.start()
        self.wait_until_ready(120)

    def stop(self) -> None:
        """Ends everything, the database last."""
        self.over.set()
        if self.keeper.is_alive():
            self.keeper.join()
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            _end_group(process)
        self.database.stop()
        self.log.close()
        self.folder.cleanup()

    def wait_until_ready(self, seconds: float = 60) -> float:
        """How many seconds it took until the site was ready. Raises TimeoutError."""
        begun = time.monotonic()
        while not self._ready():
            if time.monotonic() - begun > seconds:
                raise TimeoutError(f"not ready after {seconds} s")
            time.sleep(_TICK)
        return time.monotonic() - begun

    def last_words(self) -> str:
        """The end of what its processes printed."""
        return (self.var_dir / "output").read_text(errors="replace")[-2000:]

    def victims(self) -> dict[str, list[psutil.Process]]:
        """The processes that a kill may hit, by kind: a web server and its workers, queue workers, the database."""
        found: dict[str, list[psutil.Process]] = {"web": [], "worker": [], "database": []}
        for name, process in self.running.items():
            try:
                parent = psutil.Process(process.pid)
                found["web" if name == "web" else "worker"] += [parent, *parent.children(recursive=True)]
            except psutil.Error:
                continue
        if self.database.process is not None and self.database.process.poll() is None:
            found["database"].append(psutil.Process(self.database.process.pid))
        return found

    def kill(self, victim: psutil.Process) -> None:
        """kill -9, with what a dead database leaves: its own children end by themselves, its lock file is cleared."""
        victim.send_signal(signal.SIGKILL)

    def _spawn(self, name: str) -> None:
        command, environment = self.commands[name]
        self.running[name] = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def _keep_alive(self) -> None:
        while not self.over.wait(_TICK):
            try:
                self._start_what_died()
            except Exception as error:
                self.wrong.append(f"starting again failed: {error!r}")

    def _start_what_died(self) -> None:
        if self.database.process is not None and self.database.process.poll() is not None:
            # The dead server's own children may still be ending; the next try comes in a moment.
            with suppress(DatabaseFailedError):
                self.database.start()
        for name, process in list(self.running.items()):
            if process.poll() is not None:
                _end_group(process)
                self._spawn(name)

    def _ready(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.options.port, timeout=5)
        try:
            connection.request("GET", "/readyz", headers={"Host": self.options.help_host})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _end_group(leader: subprocess.Popen[bytes]) -> None:
    """Kills what a dead process left behind, as systemd does: a web server's workers go on without it."""
    with suppress(ProcessLookupError):
        os.killpg(leader.pid, signal.SIGKILL)
