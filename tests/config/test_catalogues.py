"""Catalogues: taken from Python and templates, merged from JSON, compiled to what Django reads."""

import gettext
import json

import pytest

from config import catalogues


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A small source tree whose catalogues are in its own locale folder."""
    (tmp_path / "accounts").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "accounts" / "views.py").write_text('_("Sign in")\nngettext("%(n)s day", "%(n)s days", n)\n')
    (tmp_path / "templates" / "page.html").write_text(
        "<p>  it's \"odd\" (text\n   {% translate 'Agree' %} "
        "{% blocktranslate trimmed %}\n Hello\n {{ name }}{% endblocktranslate %}"
        '{% translate "May" context "month" %}'
    )
    monkeypatch.setattr(catalogues, "BASE_DIR", tmp_path)
    monkeypatch.setattr(catalogues, "LOCALE_DIR", tmp_path / "locale")
    return tmp_path


FULL = {
    "Sign in": "サインイン",
    "%(n)s day": ["%(n)s 日"],
    "Agree": "同意する",
    "Hello %(name)s": "%(name)s さん",
    "month|May": "5月",
}


def test_texts_are_found_in_python_and_in_templates(tree):
    found = {(message.id, message.context) for message in catalogues.extract() if message.id}
    assert found == {
        ("Sign in", None),
        (("%(n)s day", "%(n)s days"), None),
        ("Agree", None),
        ("Hello %(name)s", None),
        ("May", "month"),
    }


def test_merging_says_what_is_missing_and_what_no_source_has(tree):
    unused, missing = catalogues.merge("ja", {"Agree": "同意する", "Gone": "なし"})
    assert unused == ["Gone"]
    assert set(missing) == {"Sign in", "%(n)s day", "Hello %(name)s", "May"}


def test_a_merge_keeps_what_was_translated_before(tree):
    catalogues.merge("ja", {"Agree": "同意する"})
    catalogues.merge("ja", {"Sign in": "サインイン"})
    assert catalogues.read("ja").get("Agree").string == "同意する"


def test_what_the_sources_no_longer_have_leaves_the_catalogue(tree):
    catalogues.merge("ja", FULL)
    (tree / "accounts" / "views.py").write_text("")
    assert catalogues.updated("ja", catalogues.extract()).get("Sign in") is None


def test_extracting_twice_changes_no_byte(tree):
    catalogues.merge("ja", FULL)
    first = catalogues.file_of("ja").read_bytes()
    catalogues.write("ja", catalogues.updated("ja", catalogues.extract()))
    assert catalogues.file_of("ja").read_bytes() == first


def test_compiled_catalogues_speak(tree):
    catalogues.merge("ja", FULL)
    catalogues.compile_all()
    spoken = gettext.translation("django", tree / "locale", ["ja"])
    assert spoken.gettext("Sign in") == "サインイン"
    assert spoken.ngettext("%(n)s day", "%(n)s days", 2) == "%(n)s 日"
    assert spoken.pgettext("month", "May") == "5月"


def test_a_catalogue_is_compiled_again_only_when_it_changed(tree):
    catalogues.merge("ja", FULL)
    catalogues.compile_all()
    mo = catalogues.file_of("ja").with_suffix(".mo")
    before = mo.stat().st_mtime_ns
    catalogues.compile_all()
    assert mo.stat().st_mtime_ns == before


def test_an_unconfirmed_translation_counts_as_none(tree):
    catalogues.merge("ja", FULL)
    catalog = catalogues.read("ja")
    catalog.get("Agree").flags.add("fuzzy")
    assert [message.id for message in catalogues.untranslated(catalog)] == ["Agree"]


@pytest.mark.parametrize("wrong", ["さん", "%(nam)s さん", "%(name)s %(more)s さん"])
def test_a_translation_that_loses_or_invents_a_placeholder_is_noticed(tree, wrong):
    catalogues.merge("ja", FULL | {"Hello %(name)s": wrong})
    assert len(catalogues.with_wrong_placeholders(catalogues.read("ja"))) == 1


def test_the_command_fails_while_something_is_missing(tree, capsys):
    file = tree / "ja.json"
    file.write_text(json.dumps({"Agree": "同意する"}))
    assert catalogues.main(["merge", "ja", str(file)]) == 1
    assert "no translation: 'Sign in'" in capsys.readouterr().out
    file.write_text(json.dumps(FULL))
    assert catalogues.main(["merge", "ja", str(file)]) == 0


def test_languages_with_regions_have_djangos_folder_names():
    assert catalogues.file_of("pt-br").parts[-3] == "pt_BR"
    assert catalogues.file_of("zh-hans").parts[-3] == "zh_Hans"
