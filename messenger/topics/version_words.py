"""What changed from one version of a topic to the next, in the words of the topic's page."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext

from messenger.topics.forms import BOXES
from tickets.models import FieldText, Topic, TopicField, TopicText, TopicVersion
from tickets.topic_content import Change, Path, changes
from web.mail_languages import names

_LONGEST = 60
_NOTHING = "–"


def history(versions: Sequence[TopicVersion]) -> list[tuple[TopicVersion, list[str]]]:
    """The versions, newest first, each with what it changed of the one before; the first has nothing to compare."""
    older = [*versions[1:], None]
    return [
        (version, [sentence(change) for change in changes(before.content, version.content)] if before else [])
        for version, before in zip(versions, older, strict=True)
    ]


def sentence(change: Change) -> str:
    """One change in the active language: what, from what, to what."""
    if change.path[0] == "fields" and len(change.path) == 2:
        words = gettext("field %(key)s added") if change.before is None else gettext("field %(key)s removed")
        return words % {"key": change.path[1]}
    what, column = _named(change.path)
    return gettext("%(what)s: %(before)s → %(after)s") % {
        "what": what,
        "before": _shown(change.before, column),
        "after": _shown(change.after, column),
    }


def _named(path: Path) -> tuple[str, Any]:
    """What a path is called on the page, and the column that holds it."""
    languages = names()
    model: Any = {"texts": TopicText, "fields": FieldText if "texts" in path else TopicField}.get(path[0], Topic)
    column = model._meta.get_field(path[-1])
    around = [path[1]] if path[0] == "fields" else []
    if "texts" in path:
        code = path[path.index("texts") + 1]
        around.append(languages.get(code, code))
    name = str(column.verbose_name)
    return (f"{name} ({', '.join(around)})" if around else name), column


def _shown(value: Any, column: Any) -> str:
    if value == [] or (value is None and column.name in BOXES):
        return gettext("all")
    if value in (None, ""):
        return _NOTHING
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    words = str(dict(column.flatchoices).get(value, value)) if getattr(column, "choices", None) else str(value)
    return f"“{words[:_LONGEST]}{'…' if len(words) > _LONGEST else ''}”"
