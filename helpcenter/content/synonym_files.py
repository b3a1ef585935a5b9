"""Reads content/synonyms.json as values and says what is wrong with it. Knows no database."""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from helpcenter.content.files import ContentError
from helpcenter.text.slugs import SLUG

# What the database's columns hold.
_MOST_WORDS, _LONGEST_WORD = 25, 60


def read_synonyms(path: Path, locales: Collection[str]) -> dict[tuple[str, str], tuple[list[str], bool]]:
    """The groups in synonyms.json by language and name, each with whether only its first word asks for the others.

    None when there is no such file. Raises ContentError.
    """
    try:
        groups = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise ContentError(f"{path}: {error}") from error
    if not isinstance(groups, dict) or not set(groups) <= set(locales):
        raise ContentError(f"{path}: must hold only languages of the site, each with its groups by name")
    found: dict[tuple[str, str], tuple[list[str], bool]] = {}
    for locale, named in groups.items():
        if not isinstance(named, dict):
            raise ContentError(f"{path}: “{locale}” must have its groups by name")
        for key, group in named.items():
            if not _is_group(key, group):
                raise ContentError(
                    f"{path}: “{key}” of “{locale}” must have “words”, 2 to {_MOST_WORDS} different ones of at most "
                    f"{_LONGEST_WORD} letters, and may have “one_way”, true or false"
                )
            found[locale, key] = (group["words"], group.get("one_way", False))
    return found


def _is_group(key: str, group: Any) -> bool:
    if not SLUG.fullmatch(key) or not isinstance(group, dict) or not {"words"} <= set(group) <= {"words", "one_way"}:
        return False
    words, one_way = group["words"], group.get("one_way", False)
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words) or type(one_way) is not bool:
        return False
    return 2 <= len(set(words)) == len(words) <= _MOST_WORDS and all(0 < len(word) <= _LONGEST_WORD for word in words)
