"""When the database that was kept for the tests is made anew."""

import pytest

from tests import kept, migrated


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
    for module in (migrated, kept):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(migrated, "_APPS", {"app"})
    return tmp_path


def where():
    return kept.folder("a kind", files=migrated._sources(), packages=["django"])


@pytest.mark.parametrize("changed", ["app/migrations/0001_initial.py", "app/rule.py", "app/words.py"])
def test_what_a_migration_runs_makes_another_database(tree, changed):
    before = where()
    (tree / changed).write_text((tree / changed).read_text() + "# and more\n")
    assert where() != before


def test_a_new_migration_makes_another_database(tree):
    before = where()
    (tree / "app/migrations/0002_more.py").write_text("")
    assert where() != before


def test_one_of_each_kind_is_kept(tree):
    before = where()
    (tree / "app/words.py").write_text("WORD = 2")
    assert where().is_dir()
    assert not before.exists()


def test_what_no_migration_runs_leaves_it(tree):
    before = where()
    (tree / "app/views.py").write_text("")
    assert where() == before
