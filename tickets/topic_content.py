"""A topic's content as plain values, as a version keeps it: its words, and what changed since. No Django, no clock."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tickets.cases import FieldWords

type Content = Mapping[str, Any]
type Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is other than before: where it stands, and both values; None where there was or is nothing."""

    path: Path
    before: Any
    after: Any


def changes(before: Content, after: Content) -> list[Change]:
    """What changed, in the order of the newer content; a field that came or went is one change."""
    old, new = dict(_flat(before)), dict(_flat(after))
    came, went = _fields(after) - _fields(before), _fields(before) - _fields(after)
    paths = [path for path in dict.fromkeys([*new, *old]) if not (path[0] == "fields" and path[1] in came | went)]
    found = [Change(path, old.get(path), new.get(path)) for path in paths if old.get(path) != new.get(path)]
    found += [Change(("fields", key), None, key) for key in sorted(came)]
    return found + [Change(("fields", key), key, None) for key in sorted(went)]


def words(content: Content, locale: str, name: str) -> str:
    """One of the topic's own words in the language, else in English, else ""."""
    texts = content.get("texts", {})
    return str(texts.get(locale, {}).get(name) or texts.get("en", {}).get(name) or "")


def field_words(content: Content, locale: str) -> dict[str, FieldWords]:
    """What the fields and their choices are called, by key; those without words are left out."""
    found = {}
    for key, field in content.get("fields", {}).items():
        texts = field.get("texts", {})
        text = texts.get(locale) or texts.get("en")
        if text:
            lines = next((each["choices"] for each in [text, *texts.values()] if each.get("choices")), "")
            found[key] = FieldWords(str(text["label"]), dict(choice_pairs(lines)))
    return found


def choice_pairs(lines: str) -> list[tuple[str, str]]:
    """Choices, one a line as "value = label", as (value, label)."""
    parts = (line.partition("=") for line in lines.splitlines() if line.strip())
    return [(value.strip(), (label or value).strip()) for value, _sign, label in parts]


def _fields(content: Content) -> set[str]:
    return set(content.get("fields", {}))


def _flat(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Each value that isn't an object, with the keys that lead to it."""
    if not isinstance(value, Mapping):
        yield path, value
        return
    for key, below in value.items():
        yield from _flat(below, (*path, str(key)))
