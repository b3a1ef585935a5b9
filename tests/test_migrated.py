"""When the database that was kept for the tests is made anew."""

import pytest

from tests import migrated


@pytest.fixture
def tree(monkeypatch, tmp_path):
    """A project of one app, whose migration imports a rule, which imports a word."""
    for name, text in {
        "config/settings.py": "",
        "app/__init__.py": "",
        "app/migrations/0001_initial.py": "from app import rule\n",
        "app/rule.py": "from .words import WORD\n",
        "app/words.py": "WORD = 1\n",
        "app/views.py": "from app import rule\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(migrated, "ROOT", tmp_path)
    monkeypatch.setattr(migrated, "_APPS", {"app"})
    return tmp_path


@pytest.mark.parametrize("changed", ["app/migrations/0001_initial.py", "app/rule.py", "app/words.py"])
def test_what_a_migration_runs_makes_another_database(tree, changed):
    before = migrated._key()
    (tree / changed).write_text((tree / changed).read_text() + "# and more\n")
    assert migrated._key() != before


def test_a_new_migration_makes_another_database(tree):
    before = migrated._key()
    (tree / "app/migrations/0002_more.py").write_text("")
    assert migrated._key() != before


def test_what_no_migration_runs_leaves_it(tree):
    before = migrated._key()
    (tree / "app/views.py").write_text("")
    assert migrated._key() == before
