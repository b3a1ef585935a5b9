"""`python -m config.run`: the whole site on one machine, until Ctrl-C. Starts and stops; decides nothing else."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config import env, lanes
from config.embedded_database import EmbeddedDatabase
from config.embedded_place import DatabaseFailedError
from config.orphans import end_orphans
from config.processes import ChildDiedError, Processes, StoppedError, stop_signals
from config.server import LOOPBACK, stays_here, web_command

BASE_DIR = Path(__file__).resolve().parent.parent
OF_A_WORKER = {"DATABASE_POOL": "0", "DATABASE_STATEMENT_SECONDS": "0"}
PATIENCE = 120  # seconds until the site must answer; several may start beside each other


class CannotRunError(Exception):
    """Something outside stands in the way; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the environment asks of the run; everything else goes to the settings untouched."""

    host: str
    port: int
    var_dir: Path
    workers: int
    demo: bool
    help_host: str

    @classmethod
    def read(cls) -> "Options":
        """From the environment. Raises ImproperlyConfigured, naming the variable."""
        return cls(
            host=env.text("HOST", LOOPBACK),
            port=env.integer("PORT", 8000, least=1, most=65535),
            var_dir=env.path("VAR_DIR", BASE_DIR / "var"),
            workers=env.integer("WEB_WORKERS", len(os.sched_getaffinity(0)), least=1, most=64),
            demo=env.flag("DEMO"),
            help_host=env.text("HELP_HOST", "help.localhost"),
        )


def main() -> int:
    """Runs until stopped; the exit code is 0 after Ctrl-C or SIGTERM, 1 when something failed."""
    children, database = Processes(), None
    with stop_signals():
        try:
            options = Options.read()
            children.mark = str(options.var_dir)
            end_orphans(children.mark)
            _claim(options)
            if not os.environ.get("DATABASE_URL"):
                database = EmbeddedDatabase(options.var_dir)
                print("Starting PostgreSQL …", flush=True)
                children.watched["database"] = database.start()
                os.environ["DATABASE_URL"] = database.place.url("helpcenter")
            told_before = _kept_logins(options)
            _prepare()
            _start(children, options)
            _wait_until_ready(children, options)
            _announce(options, database, told_before)
            children.wait()
        except StoppedError:
            print("\nStopping …", flush=True)
            return 0
        except (CannotRunError, ChildDiedError, DatabaseFailedError, ImproperlyConfigured) as error:
            print(f"\n{error}", file=sys.stderr)
            return 1
        finally:
            children.stop()
            if database is not None:
                database.stop()
    return 0


def _claim(options: Options) -> None:
    """Finds out early that strangers could reach us, that the port is taken or the folder isn't ours."""
    if not stays_here(options.host) and not env.flag("OPEN_HOST"):
        raise CannotRunError(
            f"HOST={options.host} opens the site to the network without nginx in front: eight connections that send "
            "nothing would stop it. For real people see docs/operations.md. "
            "Where you trust everybody who can reach this machine, set OPEN_HOST=1 as well."
        )
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((options.host, options.port))
        except OSError as error:
            raise CannotRunError(
                f"Can't listen on {options.host}:{options.port} ({error.strerror}). "
                "Is another run still up? Stop it, or choose another port: PORT=8001 make run"
            ) from error
    try:
        options.var_dir.mkdir(parents=True, exist_ok=True)
        (options.var_dir / ".writable").touch()
    except OSError as error:
        raise CannotRunError(
            f"Can't write to {options.var_dir} ({error.strerror}). Set VAR_DIR to a folder of yours."
        ) from error


def _prepare() -> None:
    prepared = subprocess.run([sys.executable, "-m", "config.prepare"], cwd=BASE_DIR, check=False)
    if prepared.returncode != 0:
        raise CannotRunError("The site could not be prepared; the reason is above.")


def commands(options: Options, environment: dict[str, str]) -> dict[str, tuple[list[str], dict[str, str]]]:
    """The processes that make up the site besides the database, by name: command and environment."""
    web = web_command(host=options.host, port=options.port, workers=options.workers, patience=5)
    environment = environment | {"PYTHONPATH": str(BASE_DIR)}
    found = {"web": (web, environment)}
    for process in lanes.PROCESSES:
        worker = [sys.executable, str(BASE_DIR / "manage.py"), "work", process]
        found[f"worker ({process})"] = (worker, environment | OF_A_WORKER)
    return found


def _start(children: Processes, options: Options) -> None:
    for name, (command, environment) in commands(options, dict(os.environ)).items():
        children.start(name, command, environment)


def _wait_until_ready(children: Processes, options: Options) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _is_ready(options):
        children.check()
        if time.monotonic() > deadline:
            raise CannotRunError(f"The site did not answer /readyz within {PATIENCE} seconds.")
        time.sleep(0.1)


def _is_ready(options: Options) -> bool:
    connection = http.client.HTTPConnection(options.host, options.port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": options.help_host, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _announce(options: Options, database: EmbeddedDatabase | None, told_before: dict[str, str]) -> None:
    lines = ["", "The site is ready. Ctrl-C stops it.", ""]
    lines += _addresses(options)
    lines += _logins(options, told_before)
    if database is not None and not database.place.data.is_relative_to(options.var_dir):
        lines += [
            f"  (PostgreSQL can't reach {options.var_dir} as root's helper, so its data is in {database.place.data})"
        ]
    print("\n".join(lines), flush=True)


def _addresses(options: Options) -> list[str]:
    def row(what: str, host: str, path: str = "/") -> str:
        return f"  {what:<34} http://{host}:{options.port}{path}"

    lines = [row("Help center", options.help_host), row("Staff", options.help_host, "/admin/")]
    if options.demo:
        lines += [
            row("Claude (stand-in)", "claude.localhost"),
            row("Claude Console (stand-in)", "platform.localhost"),
            row("Claude Console, legacy (stand-in)", "console.localhost"),
            row("About the demonstration", options.help_host, "/demo/"),
        ]
    if os.environ.get("SMTP_HOST"):
        return [*lines, f"  {'Mail goes out through':<34} {os.environ['SMTP_HOST']}"]
    if options.demo:
        lines += [row("Mail that went out", options.help_host, "/demo/mail/")]
    return [*lines, f"  {'Mail is written to':<34} {options.var_dir / 'mail'}"]


def _logins(options: Options, told_before: dict[str, str]) -> list[str]:
    """What was made in this run; terminals and logs keep what they are told, so nothing is told twice."""
    if not options.demo:
        return ["", "  To make a member of staff: .venv/bin/python manage.py createsuperuser"]
    made = {name: password for name, password in _kept_logins(options).items() if name not in told_before}
    if not made:
        return ["", f"  {'Staff logins are in':<34} {_logins_file(options)}"]
    return ["", "  Staff logins", *(f"    {name:<12} {password}" for name, password in made.items())]


def _kept_logins(options: Options) -> dict[str, str]:
    file = _logins_file(options)
    logins: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    return logins


def _logins_file(options: Options) -> Path:
    return options.var_dir / "staff_passwords.json"


if __name__ == "__main__":
    sys.exit(main())
