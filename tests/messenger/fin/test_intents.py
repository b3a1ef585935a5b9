"""The files that say how people say things: complete, and no file contradicts itself."""

import tomllib
from pathlib import Path

import pytest

import messenger.fin
from messenger.fin.intents import NAMES, ORDINARY, wording
from messenger.fin.languages import LOCALES
from messenger.fin.understanding import understand

FOLDER = Path(messenger.fin.__file__).parent / "intents"


def test_there_is_a_file_for_each_language_and_no_other():
    assert {path.stem for path in FOLDER.iterdir()} == set(LOCALES)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_language_is_complete(locale):
    tables = tomllib.loads((FOLDER / f"{locale}.toml").read_text())
    assert tables.pop("fillers")
    assert set(tables) == {*NAMES, ORDINARY}
    for name, table in tables.items():
        assert set(table) <= {"only", "phrases", "not", "examples", "roundabout"}
        assert len(set(table["examples"])) >= (15 if name == "human" else 8), name
        assert name == ORDINARY or table["phrases"], name
    assert set(wording(locale).intents) == set(tables)


@pytest.mark.parametrize("locale", LOCALES)
def test_rules_and_examples_agree(locale):
    intents = wording(locale).intents
    ordinary = intents[ORDINARY].examples
    assert [text for text in ordinary if understand(text, locale).wants("human")] == []
    wishes = intents["human"].examples
    known = [text for text in wishes if understand(text, locale).wants("human")]
    assert len(known) / len(wishes) >= 0.75
    # Who is in danger must be heard without an encoder too.
    assert [text for text in intents["risk"].examples if not understand(text, locale).wants("risk")] == []
