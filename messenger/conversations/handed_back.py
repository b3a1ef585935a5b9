"""What stands in a posted form's fields when its own screen can't be shown: it is handed back, and kept. Reads only."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from messenger.models import TEXT_LIMIT, TopicField
from web.secrets import holds_card_number

_PREFIX = "field_"
# No topic asks for so much.
_MOST = 30


@dataclass(frozen=True, slots=True)
class HandedBack:
    """One field as it was typed: its name in the form, what it is called, and the choices where it has any."""

    name: str
    label: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    is_long: bool = False

    @property
    def words(self) -> str:
        """The value as it is read."""
        return dict(self.choices).get(self.value, self.value)


def typed_fields(posted: Mapping[str, str]) -> dict[str, str]:
    """What may be kept of the fields, by the field's key: nothing past its room, no NUL, no card number by itself."""
    return {key: value for key, value in _posted(posted).items() if is_keepable(value)}


def is_keepable(value: str) -> bool:
    """Whether a field's text may be stored as a draft; a secret among other words is hidden then (`web.secrets`)."""
    is_card = holds_card_number(value) and not any(mark.isalpha() for mark in value)
    return len(value) <= TEXT_LIMIT and "\0" not in value and not is_card


def handed_back(posted: QueryDict) -> list[HandedBack]:
    """Every field that holds something, in the order of the form, with the words of the topics' fields."""
    typed = _posted(posted)
    known = TopicField.objects.filter(key__in=typed).prefetch_related("texts") if typed else []
    rows = {row.key: row for row in known}
    return [_field(key, value, rows.get(key)) for key, value in typed.items() if value.strip()]


def _posted(posted: Mapping[str, str]) -> dict[str, str]:
    names = [name for name in posted if name.startswith(_PREFIX) and _is_a_key(name.removeprefix(_PREFIX))]
    return {name.removeprefix(_PREFIX): str(posted[name]) for name in names[:_MOST]}


def _is_a_key(name: str) -> bool:
    return 0 < len(name) <= 50 and all(unicodedata.category(mark)[0] in "LN" or mark in "-_" for mark in name)


def _field(key: str, value: str, row: TopicField | None) -> HandedBack:
    text = row.text() if row else None
    choices = tuple(row.choice_pairs()) if row and row.kind == TopicField.Kind.CHOICE else ()
    is_long = "\n" in value or (row is not None and row.kind == TopicField.Kind.LONG_TEXT)
    return HandedBack(f"{_PREFIX}{key}", text.label if text else key, value, choices, is_long)
