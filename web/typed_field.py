"""The form field for free text that people type. Knows no form."""

import unicodedata
from typing import Any

from django import forms

LONGEST = 5000


class TypedField(forms.CharField):
    """Free text: a line break counts as one character, as in the browser; what nobody can see isn't text."""

    def __init__(self, *, max_length: int = LONGEST, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        lines = "\n".join(str(value or "").splitlines())
        text = "".join(mark for mark in lines if mark in "\n\t\0" or unicodedata.category(mark) != "Cc")
        seen = any(unicodedata.category(mark)[0] not in "CZ" for mark in text)
        return text.strip() if seen or "\0" in text else ""
