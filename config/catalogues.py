"""`python -m config.catalogues extract|compile|merge`: gettext catalogues without GNU gettext. Knows no text itself.

`extract` brings locale/*/LC_MESSAGES/*.po up to date with the sources, `compile` makes of a language's catalogues the
one django.mo that Django reads, and `merge LANGUAGE FILE.po …` fills in the translations of other .po files.
"""

import argparse
import io
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import to_locale

from config import texts
from config.texts import DOMAINS
from web import mail_languages

BASE_DIR = Path(__file__).resolve().parent.parent
LOCALE_DIR = BASE_DIR / "locale"
# Where staff work, and the demonstration is shown. Every other language of the pages needs what readers see and get by
# mail, and one without pages the mail alone: more of it would make its pages half translated, if it had any.
WHOLE = ("ja",)
# One date for all, so that a catalogue changes only when a text does.
_DATE = datetime(2025, 1, 1, tzinfo=UTC)
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


def languages() -> list[str]:
    """The codes of all languages that need a catalogue: all but English, in which the sources are written."""
    return [code for code in mail_languages.names() if code != "en"]


def needed(language: str) -> tuple[str, ...]:
    """The domains that must be complete in that language."""
    if language in WHOLE:
        return DOMAINS
    return DOMAINS[:2] if language in dict(settings.LANGUAGES) else DOMAINS[:1]


def kept(language: str) -> tuple[str, ...]:
    """The domains of which that language has a catalogue, complete or not."""
    return DOMAINS if language in dict(settings.LANGUAGES) else DOMAINS[:1]


def file_of(language: str, domain: str = "django") -> Path:
    """The catalogue of a language code, such as locale/pt_BR/LC_MESSAGES/desk.po for pt-br."""
    return LOCALE_DIR / to_locale(language) / "LC_MESSAGES" / f"{domain}.po"


def extract() -> dict[str, Catalog]:
    """Every text of the sources, with the files it stands in, by domain."""
    return texts.extract(BASE_DIR)


def read(language: str, domain: str = "django") -> Catalog:
    """The language's catalogue as it stands; an empty one when there is no file."""
    file = file_of(language, domain)
    return _read(file, to_locale(language)) if file.exists() else _empty(language)


def whole(language: str) -> Catalog:
    """What the language has in all its catalogues; where two have a text, the earlier domain's translation."""
    union = _empty(language)
    for domain in reversed(DOMAINS):
        for message in _messages(read(language, domain)):
            if any(_strings(message)) or union.get(message.id, message.context) is None:
                _put(union, message)
    return union


def updated(language: str, template: Catalog, known: Catalog | None = None) -> Catalog:
    """The template's texts with the translations the language has, wherever; what isn't used any more goes."""
    catalog = _empty(language)
    for message in _messages(whole(language) if known is None else known):
        _put(catalog, message)
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    return catalog


def compile_all() -> None:
    """Writes each .mo file that is missing or older than a .po file beside it. Several processes may do so at once."""
    for folder in sorted(LOCALE_DIR.glob("*/LC_MESSAGES")):
        files = [file for domain in reversed(DOMAINS) if (file := folder / f"{domain}.po").exists()]
        mo = folder / "django.mo"
        if not files or (mo.exists() and mo.stat().st_mtime_ns > max(file.stat().st_mtime_ns for file in files)):
            continue
        union = Catalog(locale=folder.parent.name, fuzzy=False)
        for file in files:
            for message in _messages(_read(file, folder.parent.name)):
                if not message.fuzzy and any(_strings(message)):
                    _put(union, message)
        part = mo.with_suffix(f".{os.getpid()}")
        with part.open("wb") as target:
            write_mo(target, union)
        part.replace(mo)


def merge(language: str, given: Catalog) -> tuple[list[str], list[str]]:
    """Fills translations in, each into the catalogue that its text belongs to.

    Returns the msgids that no source has, and those that still have no translation.
    """
    known, unused = whole(language), {_key(message) for message in _messages(given)}
    for message in _messages(given):
        if any(_strings(message)):
            _put(known, message)
    missing = []
    templates = extract()
    for domain in kept(language):
        catalog = updated(language, templates[domain], known)
        unused -= {_key(message) for message in _messages(catalog)}
        write(language, catalog, domain)
        missing += [_msgid(message) for message in untranslated(catalog) if domain in needed(language)]
    return sorted(msgid for msgid, _context in unused), missing


def write(language: str, catalog: Catalog, domain: str = "django") -> None:
    """Writes the language's catalogue, its texts in order so that a diff shows what changed."""
    file = file_of(language, domain)
    file.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=120, sort_output=True, include_lineno=False, ignore_obsolete=True)
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
        required, allowed = set.intersection(*wanted), set.union(*wanted)
        for string in filter(None, _strings(message)):
            has = set(_PLACEHOLDER.findall(string))
            if not required <= has <= allowed:
                found.append(f"{ids[0]!r} → {string!r}: {sorted(allowed ^ has)}")
    return found


def _read(file: Path, locale: str) -> Catalog:
    with file.open("rb") as source:
        return read_po(source, locale=locale)


def _empty(language: str) -> Catalog:
    return Catalog(
        locale=to_locale(language),
        project="helpcenter",
        version="1",
        header_comment="# Translations of the help center. Made by `make messages`; translate the msgstr lines.",
        creation_date=_DATE,
        revision_date=_DATE,
        last_translator="",
        language_team="",
        fuzzy=False,
    )


def _put(catalog: Catalog, message: Message) -> None:
    # What Babel finds under the same text stays what it was, so it goes first.
    catalog.delete(message.id, message.context)
    catalog[message.id] = message.clone()


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _msgid(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _key(message: Message) -> tuple[str, str | None]:
    return _msgid(message), message.context


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


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
    templates = extract()
    for language in languages():
        # All are read before the first is written: a text may change its catalogue.
        catalogs = {domain: updated(language, template) for domain, template in templates.items()}
        for domain in kept(language):
            catalog = catalogs[domain]
            write(language, catalog, domain)
            name = file_of(language, domain).relative_to(BASE_DIR)
            print(f"{name}: {len(catalog)} texts, {len(untranslated(catalog))} to do")
    return 0


def _merge_files(language: str, files: list[Path]) -> int:
    given = _empty(language)
    for file in files:
        for message in _messages(_read(file, to_locale(language))):
            _put(given, message)
    unused, missing = merge(language, given)
    for text in unused:
        print(f"in no source: {text!r}")
    for text in missing:
        print(f"no translation: {text!r}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
