"""What is brought up to date before the site starts, and what is left alone."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as site
from psycopg import sql

from config import prepare

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCTION_STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
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


def test_static_files_are_collected_again_only_when_one_changed(settings, tmp_path, monkeypatch):
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("a {}")
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [source], tmp_path / "collected"
    calls = []
    monkeypatch.setattr(
        prepare, "call_command", lambda name, **_options: calls.append(name) or prepare_folder(settings)
    )
    prepare.collect_static()
    prepare.collect_static()
    assert calls == ["collectstatic"]
    (source / "page.css").write_text("a { color: red }")
    prepare.collect_static()
    assert calls == ["collectstatic", "collectstatic"]


def test_what_is_collected_has_names_of_its_own_and_is_compressed(settings, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("a { color: red }\n" * 200)
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [source], tmp_path / "collected"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = PRODUCTION_STORAGES
    prepare.collect_static()
    made = {path.suffix for path in settings.STATIC_ROOT.glob("page.*.css*")}
    assert made == {".css", ".gz", ".br"}


def test_the_site_collects_as_that_test_does(values_of):
    assert values_of(PLAIN_STATIC="0")["STORAGES"] == PRODUCTION_STORAGES


def prepare_folder(settings):
    """What collectstatic would make."""
    settings.STATIC_ROOT.mkdir(exist_ok=True)


def test_people_are_loaded_with_the_demonstration_alone(settings, monkeypatch):
    calls = []
    monkeypatch.setattr(prepare, "call_command", lambda name, *_values, **_options: calls.append(name))
    settings.DEMO = False
    prepare.load_people()
    assert calls == []
    settings.DEMO = True
    prepare.load_people()
    assert calls == ["load_people"]


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
