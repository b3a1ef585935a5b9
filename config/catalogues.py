"""`python -m config.catalogues extract|compile|merge`: gettext catalogues without GNU gettext. Knows no text itself.

`extract` brings locale/*/LC_MESSAGES/django.po up to date with the sources, `compile` makes the .mo files that
Django reads, and `merge LANGUAGE FILE.json …` fills in translations given as {msgid: msgstr or [plural forms]}.
"""

import argparse
import io
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract as extract_from
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

BASE_DIR = Path(__file__).resolve().parent.parent
LOCALE_DIR = BASE_DIR / "locale"
SOURCES = ("web", "accounts", "helpcenter", "tickets", "messenger", "demo", "config", "templates")
_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# One date for all, so that a catalogue changes only when a text does.
_DATE = datetime(2025, 1, 1, tzinfo=UTC)
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")

type Translation = str | list[str]


def languages() -> list[str]:
    """The site's language codes that need a catalogue: all but English, in which the sources are written."""
    return [code for code, _name in settings.LANGUAGES if code != "en"]


def file_of(language: str) -> Path:
    """The catalogue of a language code, such as locale/pt_BR/LC_MESSAGES/django.po for pt-br."""
    return LOCALE_DIR / to_locale(language) / "LC_MESSAGES" / "django.po"


def extract() -> Catalog:
    """Every text of the sources, with the files it stands in."""
    root = BASE_DIR
    catalog = _empty("")
    for path in _files(root):
        name = str(path.relative_to(root))
        for _line, texts, comments, context in _texts(path):
            catalog.add(texts, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalog


def read(language: str) -> Catalog:
    """The language's catalogue as it stands; an empty one when there is no file."""
    file = file_of(language)
    if not file.exists():
        return _empty(language)
    with file.open("rb") as source:
        return read_po(source, locale=to_locale(language))


def updated(language: str, template: Catalog) -> Catalog:
    """The template's texts with the translations that the language has for them; what isn't used any more goes."""
    old, new = read(language), _empty(language)
    for message in _messages(template):
        known = old.get(message.id, message.context)
        new.add(
            message.id,
            known.string if known else "",
            locations=message.locations,
            flags=known.flags & {"fuzzy"} if known else (),
            auto_comments=message.auto_comments,
            user_comments=known.user_comments if known else (),
            context=message.context,
        )
    return new


def compile_all() -> None:
    """Writes each .mo file that is missing or older than its .po file. Several processes may do so at once."""
    for po in sorted(LOCALE_DIR.glob("*/LC_MESSAGES/django.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns > po.stat().st_mtime_ns:
            continue
        with po.open("rb") as source:
            catalog = read_po(source, locale=po.parent.parent.name)
        part = mo.with_suffix(f".{os.getpid()}")
        with part.open("wb") as target:
            write_mo(target, catalog)
        part.replace(mo)


def merge(language: str, translations: dict[str, Translation]) -> tuple[list[str], list[str]]:
    """Fills translations in by msgid (a context stands before it, with "|" between).

    Returns the msgids that no source has, and those that still have no translation.
    """
    catalog = updated(language, extract())
    unused = dict(translations)
    for message in _messages(catalog):
        key = f"{message.context}|{_msgid(message)}" if message.context else _msgid(message)
        given = unused.pop(key, None)
        if given is not None:
            message.string = _string(message, given, catalog.num_plurals)
            message.flags.discard("fuzzy")
    write(language, catalog)
    return list(unused), [_msgid(message) for message in untranslated(catalog)]


def write(language: str, catalog: Catalog) -> None:
    """Writes the language's catalogue, its texts in order so that a diff shows what changed."""
    file = file_of(language)
    file.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=120, sort_output=True, include_lineno=False)
    file.write_bytes(buffer.getvalue())


def untranslated(catalog: Catalog) -> list[Message]:
    """The texts without a translation, or with one that nobody confirmed."""
    return [
        message
        for message in _messages(catalog)
        if message.fuzzy or not _strings(message) or not all(_strings(message))
    ]


def with_wrong_placeholders(catalog: Catalog) -> list[str]:
    """What is wrong with translations that lost a placeholder of their text, or made one up."""
    found = []
    for message in _messages(catalog):
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        wanted = [set(_PLACEHOLDER.findall(text)) for text in ids]
        needed, allowed = set.intersection(*wanted), set.union(*wanted)
        for string in filter(None, _strings(message)):
            has = set(_PLACEHOLDER.findall(string))
            if not needed <= has <= allowed:
                found.append(f"{ids[0]!r} → {string!r}: {sorted(allowed ^ has)}")
    return found


def _files(root: Path) -> Iterator[Path]:
    for source in SOURCES:
        for path in sorted((root / source).rglob("*")):
            if path.is_file() and "migrations" not in path.parts and (source == "templates" or path.suffix == ".py"):
                yield path


def _texts(path: Path) -> Iterable[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    if path.suffix == ".py":
        source = path.read_text()
    else:
        # What templatize leaves are calls among noise; without indentation Python's tokenizer reads it line by line.
        source = "\n".join(line.strip() for line in templatize(path.read_text(), str(path)).splitlines())
    return extract_from("python", io.BytesIO(source.encode()), _KEYWORDS, ["Translators:"], strip_comment_tags=True)


def _empty(language: str) -> Catalog:
    return Catalog(
        locale=to_locale(language) if language else None,
        project="helpcenter",
        version="1",
        header_comment="# Translations of the help center. Made by `make messages`; translate the msgstr lines.",
        creation_date=_DATE,
        revision_date=_DATE,
        last_translator="",
        language_team="",
        fuzzy=False,
    )


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _msgid(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _string(message: Message, given: Translation, plurals: int) -> str | tuple[str, ...]:
    if isinstance(message.id, str):
        return given if isinstance(given, str) else given[0]
    forms = [given] if isinstance(given, str) else given
    return tuple([*forms, *[forms[-1]] * plurals][:plurals])


def main(arguments: list[str]) -> int:
    """The command line; 0, or 1 when `merge` leaves a text without translation."""
    parser = argparse.ArgumentParser(prog="python -m config.catalogues", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("extract")
    commands.add_parser("compile")
    merging = commands.add_parser("merge")
    merging.add_argument("language")
    merging.add_argument("files", nargs="+", type=Path)
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if options.command == "compile":
        compile_all()
        return 0
    if options.command == "merge":
        return _merge_files(options.language, options.files)
    template = extract()
    for language in languages():
        catalog = updated(language, template)
        write(language, catalog)
        print(f"{file_of(language).relative_to(BASE_DIR)}: {len(catalog)} texts, {len(untranslated(catalog))} to do")
    return 0


def _merge_files(language: str, files: list[Path]) -> int:
    translations: dict[str, Translation] = {}
    for file in files:
        translations |= json.loads(file.read_text())
    unused, missing = merge(language, translations)
    for text in unused:
        print(f"in no source: {text!r}")
    for text in missing:
        print(f"no translation: {text!r}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
