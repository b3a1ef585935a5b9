"""What is brought up to date before the site starts, and what is left alone."""

import os
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlsplit

import django.db
import psycopg
import pytest
from django.conf import settings as site
from psycopg import sql

from config import prepare, statics
from config.lean_statics import LeanStaticFilesStorage
from tests import databases

ROOT = Path(__file__).resolve().parent.parent.parent
QUEUE = "app = 'web' AND name IN ('0002_indexes_of_the_queue', '0003_queue_by_lane')"
PRODUCTION_STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.lean_statics.LeanStaticFilesStorage"},
}


@pytest.fixture
def server():
    """A connection to the server's own database."""
    with psycopg.connect(os.environ["DATABASE_URL"], dbname="postgres", autocommit=True) as connection:
        yield connection


@pytest.fixture
def absent(server):
    """The name of a database that the server doesn't have, with a letter that must be quoted."""
    name = f"prepare {os.getpid()}"
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
    yield name
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def test_a_missing_database_is_made_and_one_that_is_there_is_left(server, absent, monkeypatch):
    monkeypatch.setitem(site.DATABASES["default"], "NAME", absent)
    prepare.make_database()
    prepare.make_database()
    assert server.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [absent]).fetchone() == (1,)


@pytest.fixture
def two(absent, tmp_path):
    """Two processes that take these steps at once; what each said of trouble, and its exit code."""

    def prepare_at_once(*steps):
        url = urlsplit(os.environ["DATABASE_URL"])
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "VAR_DIR": str(tmp_path)}
        environment["DATABASE_STATEMENT_SECONDS"] = "1"  # for pages; neither waiting nor a migration may end by it
        environment["DATABASE_URL"] = url._replace(path=f"/{quote(absent)}").geturl()
        command = [sys.executable, "-m", "config.prepare", *steps]
        both = [subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) for _ in "ab"]
        return [(one.communicate(timeout=120)[1], one.returncode) for one in both]

    return prepare_at_once


def test_two_may_prepare_a_new_server_at_once(server, absent, monkeypatch):
    monkeypatch.setitem(site.DATABASES["default"], "NAME", absent)
    both_are_there = threading.Barrier(2, timeout=20)

    def make():
        both_are_there.wait()
        prepare.make_database()

    with ThreadPoolExecutor(2) as threads:
        for made in [threads.submit(make) for _ in "ab"]:
            made.result()
    assert server.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [absent]).fetchone() == (1,)


def test_two_may_bring_a_database_up_to_date_at_once(two, absent, server, django_db_setup):
    databases.copy(django.db.connection.settings_dict["TEST"]["TEMPLATE"], absent)
    with psycopg.connect(databases.url(absent), autocommit=True) as behind:
        behind.execute("DROP INDEX queue_jobs_due_of_lane, queue_jobs_later_of_lane")
        behind.execute("DROP INDEX queue_jobs_of_email_id, queue_jobs_of_incoming_id")
        assert behind.execute(f"DELETE FROM django_migrations WHERE {QUEUE}").rowcount == 2
    # That migration makes its indexes beside others' statements, so it waits for all that began before.
    assert two("database", "tables", "topics") == [("", 0), ("", 0)]
    with psycopg.connect(databases.url(absent)) as now:
        assert now.execute(f"SELECT count(*) FROM django_migrations WHERE {QUEUE}").fetchone() == (2,)
        valid = "SELECT bool_and(indisvalid), count(*) FROM pg_index WHERE indexrelid::regclass::text ~ '^queue_jobs_'"
        assert now.execute(valid).fetchone() == (True, 4)
        assert now.execute("SELECT count(*) > 5 FROM tickets_topic").fetchone() == (True,)


def test_static_files_are_collected_again_only_when_one_changed(settings, tmp_path, monkeypatch):
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("a {}")
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [source], tmp_path / "collected"
    calls = []
    monkeypatch.setattr(
        statics, "call_command", lambda name, **_options: calls.append(name) or prepare_folder(settings)
    )
    statics.collect()
    statics.collect()
    assert calls == ["collectstatic"]
    (source / "page.css").write_text("a { color: red }")
    statics.collect()
    assert calls == ["collectstatic", "collectstatic"]


def test_what_is_collected_has_names_of_its_own_and_is_compressed(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(LeanStaticFilesStorage, "bundles", {})
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("a { color: red }\n" * 200)
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [source], tmp_path / "collected"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = PRODUCTION_STORAGES
    statics.collect()
    made = {path.suffix for path in settings.STATIC_ROOT.glob("page.*.css*")}
    assert made == {".css", ".gz", ".br"}


@pytest.fixture
def shelf(settings, tmp_path, monkeypatch):
    """A folder of static files with one style, collected as in production; the style's source and what was made."""
    monkeypatch.setattr(LeanStaticFilesStorage, "bundles", {})
    source = tmp_path / "source"
    source.mkdir()
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [source], tmp_path / "collected"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = PRODUCTION_STORAGES

    def collected(text):
        (source / "page.css").write_text(text)
        statics.collect()
        return set(settings.STATIC_ROOT.glob("page.*.css*"))

    return collected


def long_ago(files):
    for file in files:
        os.utime(file, (0, 0))


def test_the_styles_of_the_last_deploy_stay_however_old_they_are(shelf):
    old = shelf("a { color: red }\n" * 200)
    long_ago(old)
    new = shelf("a { color: blue }\n" * 200)
    assert old.isdisjoint(new - old)
    assert all(path.exists() for path in old)


def test_what_hasnt_been_current_for_a_month_goes(shelf):
    old = shelf("a { color: red }\n" * 200)
    shelf("a { color: blue }\n" * 200)
    long_ago(old)
    assert shelf("a { color: green }\n" * 200).isdisjoint(old)


def test_an_image_brings_its_styles_and_leaves_those_of_the_last_one(shelf, settings, tmp_path):
    volume = tmp_path / "volume"
    old = {path.name for path in shelf("a { color: red }\n" * 200)}
    statics.carry(settings.STATIC_ROOT, volume)
    shutil.rmtree(settings.STATIC_ROOT)
    new = {path.name for path in shelf("a { color: blue }\n" * 200)}
    statics.carry(settings.STATIC_ROOT, volume)
    assert old | new <= {path.name for path in volume.iterdir()}
    assert (volume / "staticfiles.json").read_text() == (settings.STATIC_ROOT / "staticfiles.json").read_text()


def test_the_site_collects_as_that_test_does(values_of):
    assert values_of(PLAIN_STATIC="0")["STORAGES"].items() >= PRODUCTION_STORAGES.items()


def prepare_folder(settings):
    """What collectstatic would make."""
    settings.STATIC_ROOT.mkdir(exist_ok=True)


def test_people_are_loaded_with_the_demonstration_and_shut_out_without(settings, monkeypatch):
    calls = []
    monkeypatch.setattr(prepare, "call_command", lambda name, *values, **_options: calls.append((name, *values[1:])))
    for settings.DEMO in (True, False):
        prepare.load_people()
    assert calls == [("load_people",), ("load_people", "--retire")]


def test_only_the_named_step_is_taken(tmp_path):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "VAR_DIR": str(tmp_path),
        "PLAIN_STATIC": "1",
    }
    environment["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/none"
    command = [sys.executable, "-m", "config.prepare", "static"]
    said = subprocess.check_output(command, cwd=ROOT, env=environment, text=True)
    assert said == "Static …\n"
    assert list((tmp_path / "static" / "css").glob("*.css"))


def test_a_command_runs_with_a_database_that_is_gone_afterwards():
    script = (
        "import os, psycopg\nurl = os.environ['DATABASE_URL']\n"
        "psycopg.connect(url).close()\nprint(url)\nraise SystemExit(7)\n"
    )
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [sys.executable, "-m", "config.with_database", sys.executable, "-c", script]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert answer.returncode == 7, answer.stderr
    assert not Path(answer.stdout.strip().partition("?host=")[2]).exists()
