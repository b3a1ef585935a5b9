"""The environment's readers: what they take, and that a bad value is named."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize("raw", ["1", "true", "Yes", " on "])
def test_a_flag_is_on(monkeypatch, raw):
    monkeypatch.setenv("THING", raw)
    assert env.flag("THING") is True


@pytest.mark.parametrize("raw", ["0", "false", "No", "off", ""])
def test_a_flag_is_off(monkeypatch, raw):
    monkeypatch.setenv("THING", raw)
    assert env.flag("THING", True) is False


def test_what_is_not_set_has_its_default(monkeypatch):
    monkeypatch.delenv("THING", raising=False)
    assert (env.text("THING", "a"), env.flag("THING", True), env.integer("THING", 3)) == ("a", True, 3)
    assert env.words("THING", ["b"]) == ["b"]


def test_words_are_parted_by_commas(monkeypatch):
    monkeypatch.setenv("THING", "a, b,,c ")
    assert env.words("THING", []) == ["a", "b", "c"]


def test_a_path_is_made_absolute(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("THING", "here")
    assert env.path("THING", Path("/")) == tmp_path.resolve() / "here"


@pytest.mark.parametrize("raw", ["eight", "0", "65536", "1.5", ""])
def test_a_number_out_of_range_names_the_variable(monkeypatch, raw):
    monkeypatch.setenv("PORT", raw)
    with pytest.raises(ImproperlyConfigured, match=r"^PORT=.* is not a whole number of at least 1 and at most 65535"):
        env.integer("PORT", 8000, least=1, most=65535)


def test_a_flag_that_is_neither_names_the_variable(monkeypatch):
    monkeypatch.setenv("DEMO", "perhaps")
    with pytest.raises(ImproperlyConfigured, match="DEMO='perhaps' is not a yes or no"):
        env.flag("DEMO")


def test_a_database_address_is_taken_apart(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:p%40ss@db.example:5433/help?sslmode=require")
    assert env.database("DATABASE_URL", {}) == {
        "NAME": "help",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_database_address_may_name_a_socket_folder_with_a_space(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://postgres@/help?host=/my%20var/postgres")
    assert env.database("DATABASE_URL", {})["HOST"] == "/my var/postgres"


@pytest.mark.parametrize("raw", ["mysql://localhost/help", "postgresql://localhost", "help", ""])
def test_a_database_address_of_another_kind_names_the_variable(monkeypatch, raw):
    monkeypatch.setenv("DATABASE_URL", raw)
    with pytest.raises(ImproperlyConfigured, match=r"DATABASE_URL=.* is not a database address"):
        env.database("DATABASE_URL", {})


def test_a_secret_is_made_once_and_only_its_owner_reads_it(monkeypatch, tmp_path):
    monkeypatch.delenv("THING", raising=False)
    file = tmp_path / "deep" / "thing"
    assert env.secret("THING", file, lambda: "first") == "first"
    assert env.secret("THING", file, lambda: "second") == "first"
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_secret_of_the_environment_makes_no_file(monkeypatch, tmp_path):
    monkeypatch.setenv("THING", "given")
    assert env.secret("THING", tmp_path / "thing", lambda: "made") == "given"
    assert not (tmp_path / "thing").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("DATABASE_URL", "sqlite:///x"),
        ("DEMO", "maybe"),
        ("SMTP_PORT", "0"),
        ("DATABASE_POOL", "2"),
        ("WEBHOOK_NETWORKS", "home"),
    ],
)
def test_a_bad_variable_is_named(name, value, values_of):
    with pytest.raises(ImproperlyConfigured, match=f"{name}='{value}' is not"):
        values_of(**{name: value})


def test_the_site_refuses_to_start_and_names_the_variable(tmp_path):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "VAR_DIR": str(tmp_path), "PORT": "http"}
    command = [sys.executable, "manage.py", "check"]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert answer.returncode != 0
    assert "PORT='http' is not" in answer.stderr
