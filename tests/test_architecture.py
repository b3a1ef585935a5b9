"""The tree keeps the rules of docs/architecture.md, and a tree that breaks one is noticed."""

import re
from pathlib import Path

import pytest

from tests.architecture import Tree

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def tree() -> Tree:
    """This one, read once."""
    return Tree(ROOT)


def broken(folder: Path, **files: str) -> list[str]:
    """What the checker says of a small tree; `accounts__models` stands for accounts/models.py."""
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'"""A module."""\n{text}' if not text.startswith('"""') else text)
    return Tree(folder).violations()


def test_this_tree_keeps_every_rule(tree):
    assert tree.violations() == []


def test_the_models_library_which_loads_for_seconds_is_loaded_by_who_asks_it(tree):
    importing = [module for module in tree.modules.values() if any("writers.claude" in name for name in module.imports)]
    assert importing == []


def test_no_strangers_html_meets_pythons_own_parser(tree):
    readers = [module.name for module in tree.modules.values() for name in module.imports if "html.parser" in name]
    assert readers == []
    shown = "\n".join(path.read_text() for path in (ROOT / "templates").rglob("*.html") if "admin" not in path.parts)
    assert not re.search(r"\|(striptags|truncate(chars|words)_html)", shown)


def test_the_checker_reads_the_whole_tree(tree):
    assert {"accounts.entitlements", "config.settings", "helpcenter", "messenger", "tickets"} <= set(tree.modules)


def test_a_tree_that_keeps_the_rules_is_left_alone(tmp_path):
    assert (
        broken(
            tmp_path,
            accounts__models="from django.db import models",
            accounts__actions="from accounts import tasks\nfrom accounts.models import User",
            accounts__tasks="from accounts.models import User",
            tickets__ticket_views="from tickets import forms\nfrom accounts.models import User",
            tickets__forms="from tickets.models import Ticket",
            tickets__models="",
        )
        == []
    )


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("accounts__views", "from tickets.models import Ticket"),
        ("accounts__views", "import helpcenter.search"),
        ("web__origin", "from accounts.models import User"),
        ("helpcenter__search", "from accounts.models import User"),
        ("helpcenter__search", "from tickets import actions"),
        ("helpcenter__search", "from messenger import flow"),
        ("tickets__actions", "from helpcenter.models import Article"),
        ("messenger__views", "from demo import views"),
        ("demo__views", "from accounts.models import User"),
        ("tickets__views", "from config import env"),
    ],
)
def test_an_app_that_imports_against_the_direction_is_noticed(tmp_path, module, text):
    assert "may not know it" in " ".join(broken(tmp_path, **{module: text}))


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("models", "actions"),
        ("emails", "tasks"),
        ("actions", "forms"),
        ("forms", "views"),
        ("forms", "admin"),
        ("views", "urls"),
        ("actions__open", "views"),
        ("ticket_models", "ticket_views"),
        ("mail__actions", "mail__views"),
        ("mail__forms", "desk__queue"),
        ("actions__receiving", "desk__forms"),
    ],
)
def test_a_lower_layer_that_imports_a_higher_one_is_noticed(tmp_path, lower, upper):
    package, _, name = upper.replace("__", ".").rpartition(".")
    where = f"tickets.{package}".rstrip(".")
    files = {f"tickets__{lower}": f"from {where} import {name}", f"tickets__{upper}": ""}
    assert "stands above it" in " ".join(broken(tmp_path, **files))


def test_a_detour_through_another_module_is_noticed(tmp_path):
    found = broken(
        tmp_path,
        tickets__models="from tickets.lookup import find",
        tickets__lookup="from tickets.views import show",
        tickets__views="",
    )
    assert found == ["tickets.models reaches tickets.views, which stands above it."]


def test_an_import_for_the_type_checker_alone_makes_no_circle(tmp_path):
    files = {"tickets__a": "from tickets import b", "tickets__b": "if TYPE_CHECKING:\n    from tickets import a"}
    assert broken(tmp_path, **files) == []


def test_an_action_and_a_task_that_import_each_other_are_noticed(tmp_path):
    found = broken(
        tmp_path, tickets__tasks="from tickets.actions import a", tickets__actions="from tickets.tasks import b"
    )
    assert "tickets.actions imports itself in a circle." in found


def test_a_circle_is_noticed(tmp_path):
    found = broken(tmp_path, tickets__a="from tickets import b", tickets__b="from tickets import a")
    assert "tickets.a imports itself in a circle." in found


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("def f():\n    import json", "imports inside a function"),
        ("class A:\n    async def f(self):\n        from json import loads", "imports inside a function"),
        ("from django.db.models.signals import post_save", "uses signals"),
        ("from django.dispatch import receiver", "uses signals"),
        ("POLICY = \"'unsafe-inline'\"", "loosens the content security policy"),
        ("POLICY = [CSP.UNSAFE_EVAL]", "loosens the content security policy"),
        ('"""Decides. No Django."""\nfrom django.conf import settings', "promises to be pure"),
        ('"""Decides. No Django."""\nfrom datetime import datetime\nnow = datetime.now()', "promises to be pure"),
    ],
)
def test_a_module_that_breaks_a_rule_is_noticed(tmp_path, text, complaint):
    assert complaint in " ".join(broken(tmp_path, tickets__thing=text))


def test_a_pure_module_that_reaches_django_by_a_detour_is_noticed(tmp_path):
    found = broken(
        tmp_path, tickets__workflow='"""No Django."""\nfrom tickets import models', tickets__models="import django"
    )
    assert found == ["tickets.workflow promises to be pure and reaches django through tickets.models."]


def test_a_deciding_module_without_the_promise_is_noticed(tmp_path):
    assert "must promise" in " ".join(broken(tmp_path, messenger__flow=""))


@pytest.mark.parametrize("name", ["utils", "helpers", "service", "data"])
def test_a_name_that_says_nothing_is_noticed(tmp_path, name):
    assert f"is called {name}" in " ".join(broken(tmp_path, **{f"tickets__{name}": ""}))


def test_a_module_without_docstring_is_noticed(tmp_path):
    (tmp_path / "tickets").mkdir()
    (tmp_path / "tickets" / "views.py").write_text("x = 1\n")
    assert Tree(tmp_path).violations() == ["tickets.views has no docstring."]


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<p style="color: red">',
        "<style>p {}</style>",
        '<button onclick="f()">',
        '<a href="javascript:f()">',
        '<div hx-on:click="f()">',
        '<div data-hx-on:click="f()">',
        '<div data-hx-trigger="every 60s [document.hidden]">',
    ],
)
def test_inline_code_in_a_template_is_noticed(tmp_path, html):
    (tmp_path / "templates" / "tickets").mkdir(parents=True)
    (tmp_path / "templates" / "tickets" / "page.html").write_text(html)
    assert "has inline code" in " ".join(Tree(tmp_path).violations())


def test_scripts_with_an_address_and_values_as_json_are_allowed(tmp_path):
    (tmp_path / "templates" / "emails").mkdir(parents=True)
    (tmp_path / "templates" / "page.html").write_text(
        '<script src="a.js" defer></script><script id="x" type="application/json">1</script><p data-on="x">'
    )
    (tmp_path / "templates" / "emails" / "receipt.html").write_text('<p style="margin: 0">')
    assert Tree(tmp_path).violations() == []


@pytest.mark.parametrize(
    "text",
    ["row.save()", "Ticket.objects.create(a=1)", "rows.update(a=1)", "rows.delete()", "T.objects.bulk_create([])"],
)
def test_a_module_that_writes_rows_without_being_an_action_is_noticed(tmp_path, text):
    modules = ["views", "mail__threading", "desk__queue", "tasks", "models", "management__commands__x"]
    found = broken(tmp_path, **{f"tickets__{module}": f"def f(row, rows):\n    {text}" for module in modules})
    assert sum("only actions do" in complaint for complaint in found) == len(modules)


def test_what_knows_no_rows_may_save_a_picture(tmp_path):
    assert broken(tmp_path, tickets__pictures='"""Draws. No Django."""\ndef f(image):\n    image.save("a")') == []


def test_actions_write_and_what_only_looks_like_writing_is_left_alone(tmp_path):
    other = "found.update({})\ndigest.update(b'')\ncache.delete('name')\nsuper().save()"
    files = {"tickets__actions__open": "row.save()", "tickets__mail__actions": "row.save()", "tickets__views": other}
    assert broken(tmp_path, **files) == []
