"""What changed from one version of Fin's setup to the next, in the words of its page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext

from messenger.fin.setup.models import FinSettings, FinSettingsVersion, FinWords

_LONGEST = 60
_NOTHING = "–"


def history(versions: Sequence[FinSettingsVersion], *, whole: bool) -> list[tuple[FinSettingsVersion, list[str]]]:
    """The versions, newest first, each with what it changed; the oldest of `whole` ones changed what is the default."""
    if not versions:
        return []
    older: list[Mapping[str, Any] | None] = [each.content for each in versions[1:]]
    older.append({} if whole else None)
    return [
        (version, changes(before, version.content) if before is not None else [])
        for version, before in zip(versions, older, strict=True)
    ]


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Each change as a sentence in the active language: what, from what, to what."""
    old, new = _flat(before), _flat(after)
    defaults: dict[tuple[str, ...], Any] = {("on",): True}
    found = []
    for path in dict.fromkeys([*new, *old]):
        was, now = old.get(path, defaults.get(path)), new.get(path)
        if (was or None) != (now or None):
            said = {"what": _named(path), "before": _shown(was, path), "after": _shown(now, path)}
            found.append(gettext("%(what)s: %(before)s → %(after)s") % said)
    return found


def _flat(content: Mapping[str, Any]) -> dict[tuple[str, ...], Any]:
    plain: dict[tuple[str, ...], Any] = {(name,): value for name, value in content.items() if name != "words"}
    for locale, said in content.get("words", {}).items():
        plain |= {(name, locale): value for name, value in said.items()}
    return plain


def _named(path: tuple[str, ...]) -> str:
    column: Any = (FinWords if len(path) > 1 else FinSettings)._meta.get_field(path[0])
    name = str(column.verbose_name)
    return f"{name} ({LANG_INFO[path[1]]['name_local']})" if len(path) > 1 else name


def _shown(value: Any, path: tuple[str, ...]) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if value in (None, "", []):
        return _NOTHING
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        labels = dict(FinSettings.For.choices) if path == ("off_for",) else {}
        return ", ".join(str(labels.get(each, each)) for each in value)
    words = str(value)
    return f"“{words[:_LONGEST]}{'…' if len(words) > _LONGEST else ''}”"
