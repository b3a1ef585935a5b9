"""The real site as `make run` starts it, on ports and in a folder of its own, for browsers to walk through."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from pathlib import Path

import psycopg
import requests

from config.server import web_command
from tests import databases, migrated

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 300  # seconds until the site must be ready


class SiteFailedError(Exception):
    """The site didn't start; the text is what it printed."""


@dataclass(frozen=True)
class Site:
    """The running site: its addresses, its mail, its staff's passwords."""

    port: int
    var_dir: Path
    passwords: dict[str, str]
    database: str

    @property
    def help(self) -> str:
        """The help center's origin."""
        return self.origin("help")

    def origin(self, name: str) -> str:
        """The origin of help, claude, platform or console."""
        return f"http://{name}.localhost:{self.port}"

    def mails(self, *, to: str = "") -> list[EmailMessage]:
        """The mail that went out, oldest first, of one recipient or of all."""
        files = sorted((self.var_dir / "mail").glob("*.eml"))  # named by the time they were sent
        found = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
        return [mail for mail in found if to in str(mail["To"])]

    def wait_for_mail(self, *, to: str, about: str = "", count: int = 1, seconds: float = 20) -> list[EmailMessage]:
        """The recipient's mail as soon as there are `count`, of all or `about` one case by its reference.

        Raises AssertionError when they don't come.
        """
        deadline = time.monotonic() + seconds
        while len(mails := [mail for mail in self.mails(to=to) if about in str(mail["Subject"])]) < count:
            assert time.monotonic() < deadline, f"{len(mails)} of {count} mails to {to} after {seconds} s"
            time.sleep(0.1)
        return mails

    def bring_forward(self, task: str) -> None:
        """Lets what is planned for later be done now."""
        with psycopg.connect(self.database, autocommit=True) as connection:
            connection.execute(
                "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE task_name = %s AND status = 'todo'", [task]
            )

    def case_page_in(self, mail: EmailMessage) -> str:
        """The address of the case page that the mail leads to."""
        found = re.search(r"http://\S+/case/\S+", mail.get_body(("plain",)).get_content())
        assert found, "the mail has no link to a case page"
        return found[0]

    def wait_for_code(self, *, to: str) -> str:
        """The code in the recipient's newest mail."""
        found = re.search(r"[0-9]{6}", str(self.wait_for_mail(to=to)[-1]["Subject"]))
        assert found, "the newest mail has no code"
        return found[0]


def _prepare(environment: dict[str, str], name: str) -> None:
    """Makes the static files, and beside them, as their compressing takes long, a database with all but the people.

    People know their site's port: each site loads them by itself.
    """
    environment = environment | {"DATABASE_URL": databases.url(name)}
    static = _step(environment, "static")
    try:
        migrated.make(name, lambda _name: _end(_step(environment, "database", "tables")))
        _end(_step(environment, "database", "tables", "articles", "topics", "golden", "reports"))
    finally:
        _end(static)


def _step(environment: dict[str, str], *names: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "config.prepare", *names]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def _end(step: subprocess.Popen[str]) -> None:
    """Waits for its end. Raises SiteFailedError with what it said."""
    said = step.communicate()[1]
    if step.returncode:
        raise SiteFailedError(said)


def _environment(*, port: int, folder: Path, database: str, **changes: str) -> dict[str, str]:
    """What the processes of a site are started with."""
    names = {"PLAIN_STATIC", "SECRET_KEY", "DATABASE_POOL", "PYTEST_XDIST_WORKER"}
    environment = {name: value for name, value in os.environ.items() if name not in names}
    environment["DJANGO_SETTINGS_MODULE"] = "tests.journeys.site_settings"
    environment |= {"PORT": str(port), "VAR_DIR": str(folder), "DEMO": "1", "WEB_WORKERS": "2"}
    environment["UNDO_SECONDS"] = "0"  # answers leave at once
    environment["NUDGE_AGE"] = "0"  # who wants to say that they are still waiting needn't wait for a day
    environment["SEARCH_BY_MEANING"] = "0"  # the walks don't wait for a worker that encodes everything
    environment |= {"LIMIT_REPORT_NETWORK": "200", "LIMIT_HAND_OVER_NETWORK": "100"}  # all come from this machine
    environment["WEBHOOK_NETWORKS"] = "127.0.0.0/8"
    environment["STATIC_ROOT"] = str(Path(os.environ["HELPCENTER_TESTS"], "static"))
    return environment | {"DATABASE_URL": database} | changes


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


class RunningSite:
    """Starts the site on a database of its own, a copy that all sites of a run share; stops it and drops that.

    `changes` are variables of this site alone.
    """

    def __init__(self, **changes: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="helpcenter-journeys-"))
        self.log = self.folder / "output"
        self.port, self.changes = _free_port(), changes
        self.database = f"journeys_{os.getpid()}_{self.port}"
        self.address = databases.url(self.database)
        self.process: subprocess.Popen[bytes] | None = None

    def database_made(self) -> None:
        """Called before anything of the site runs, for what is to be different in its database."""

    def start(self) -> Site:
        """Waits until the site is ready. Raises SiteFailedError."""
        environment = _environment(port=self.port, folder=self.folder, database=self.address)
        databases.copy(databases.made_once("site", partial(_prepare, environment)), self.database)
        self.database_made()
        environment |= self.changes
        with self.log.open("wb") as log:
            command = [sys.executable, "-m", "config.run"]
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE
        while "The site is ready" not in (said := self.log.read_text()):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise SiteFailedError(said)
            time.sleep(0.1)
        passwords = json.loads((self.folder / "staff_passwords.json").read_text())
        return Site(self.port, self.folder, passwords, self.address)

    def stop(self) -> None:
        """Asks the site to end as Ctrl-C does, and removes what it had."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)
        databases.drop(self.database)
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def beside(site: Site, **changes: str) -> Iterator[Site]:
    """A second web server of the running site, which `changes` make differ; all else is the same, its workers too."""
    port = _free_port()
    command = web_command(host="127.0.0.1", port=port, workers=1, patience=5)
    environment = _environment(port=port, folder=site.var_dir, database=site.database, **changes)
    with Path(site.var_dir, f"output-{port}").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + PATIENCE
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise SiteFailedError(Path(log.name).read_text())
            time.sleep(0.1)
        yield replace(site, port=port)
    finally:
        process.terminate()
        process.wait(60)


def _answers(port: int) -> bool:
    with suppress(requests.ConnectionError):
        answer = requests.get(f"http://127.0.0.1:{port}/readyz", headers={"Host": "help.localhost"}, timeout=20)
        return answer.status_code == 200
    return False
