"""Bundles: what is collected as one file, and what a page names."""

import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import Context, Template

from config import statics
from config.bundles import BUNDLES, joined
from config.lean_statics import LeanStaticFilesStorage
from tests import cast
from web.lean import lean

ROOT = Path(__file__).resolve().parents[2]
MEMBERS = sorted({member for members in BUNDLES.values() for member in members})


def text_of(name: str) -> str:
    return (ROOT / "static" / name).read_text()


def written(name: str) -> str:
    return Template("{% load bundles %}{% bundle name %}").render(Context({"name": name}))


@pytest.fixture
def shop(settings, tmp_path, monkeypatch):
    """A folder of two scripts in one bundle, which `collect` collects as in production."""
    source = tmp_path / "source"
    (source / "js").mkdir(parents=True)
    (source / "js" / "one.js").write_text("// Why.\n  one();")
    (source / "js" / "two.js").write_text("two();\n" * 200)
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [source], tmp_path / "collected"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "config.lean_statics.LeanStaticFilesStorage"}}

    def bundled(*members):
        table = {"bundles/both.js": tuple(f"js/{each}.js" for each in members)}
        monkeypatch.setattr(LeanStaticFilesStorage, "bundles", table)
        for module in ("config.statics", "config.templatetags.bundles"):
            monkeypatch.setattr(f"{module}.BUNDLES", table)
        statics.collect()
        [address] = re.findall(r'^<script src="/static/([^"]+)" defer></script>$', written("bundles/both.js"))
        return settings.STATIC_ROOT / address

    return bundled


def test_a_bundle_is_its_members_lean_and_in_order_by_a_name_of_its_own_and_compressed(shop):
    file = shop("one", "two")
    assert re.fullmatch(r"both\.[0-9a-f]{12}\.js", file.name)
    assert file.read_text() == "one();\n" + ",".join(["two()"] * 200) + ";\n"
    assert brotli.decompress(file.with_name(f"{file.name}.br").read_bytes()) == file.read_bytes()
    assert file.with_name(f"{file.name}.gz").exists()


def test_a_bundle_with_other_members_is_collected_anew_and_named_anew(shop, settings):
    before = shop("one", "two")
    after = shop("two", "one")
    assert after.read_text() == ",".join(["two()"] * 200) + ";\none();\n"
    assert before.name != after.name
    assert before.exists()


def test_a_changed_member_gives_its_bundle_a_new_name(shop, settings):
    before = shop("one", "two")
    (settings.STATICFILES_DIRS[0] / "js" / "one.js").write_text("other();")
    assert shop("one", "two").name != before.name


def test_a_bundle_with_a_member_that_isnt_there_is_an_error(shop):
    with pytest.raises(KeyError, match=r"js/three\.js"):
        shop("one", "three")


@pytest.mark.parametrize("name", BUNDLES)
def test_where_nothing_is_collected_a_page_names_the_members(name):
    assert re.findall(r'(?:src|href)="/static/([^"]+)"', written(name)) == list(BUNDLES[name])


@pytest.mark.django_db
def test_the_frame_asks_for_one_script_and_one_sheet_beside_those_of_an_article(reader: cast.Browser, monkeypatch):
    monkeypatch.setattr(staticfiles_storage, "bundles", BUNDLES, raising=False)
    frame, article = (reader.get(address).content.decode() for address in ("/en/messenger/?panel=1", "/en/"))
    asked = re.findall(r'<(?:script src|link rel="stylesheet" href)="/static/([^"]+)"', frame)
    known = {"css/prose.css", *re.findall(r'href="/static/([^"]+)"', article)}
    assert [name for name in asked if name not in known] == ["bundles/messenger.css", "bundles/messenger.js"]


def test_each_script_of_the_messenger_comes_to_its_frame():
    templates = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    # The loader is a product's page's; it is made by a view.
    scripts = {f"js/{path.name}" for path in (ROOT / "static" / "js").glob("messenger-*.js")}
    assert {
        name for name in scripts - set(MEMBERS) if f'data-script="{{% static "{name}" %}}"' not in templates
    } == set()
    assert {name for name in BUNDLES if f'{{% bundle "{name}" %}}' not in templates} == set()


@pytest.mark.parametrize("name", [name for name in MEMBERS if name.startswith("js/")])
def test_a_script_of_a_bundle_keeps_its_names_to_itself(name):
    """One after the other in one file, neither takes the other's names, nor its last line for a call."""
    text = joined((name,), lambda member: lean(member, text_of(member)))
    assert text.startswith("(()=>{")
    assert text.endswith("})();\n")


@pytest.mark.parametrize("name", [name for name in MEMBERS if name.endswith(".css")])
def test_a_sheet_of_a_bundle_may_stand_anywhere_below_another(name):
    assert re.findall(r"@import|@charset|@namespace|url\((?!\"?data:)", text_of(name)) == []


def test_what_is_joined_has_a_line_between():
    assert joined(("a", "b"), lambda name: f"{name}();") == "a();\nb();\n"
