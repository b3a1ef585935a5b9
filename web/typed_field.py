"""The form field for free text that people type. Knows no form."""

import unicodedata
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 5000


class TypedField(forms.CharField):
    """Free text: a line break counts as one character, as in the browser; what nobody can see isn't text."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "max_length": _(
            "This is too long to send: %(show_value)d characters, and at most %(limit_value)d go at a time. "
            "Nothing was cut: shorten it here, or send the rest afterwards."
        )
    }

    def __init__(self, *, max_length: int = LONGEST, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without a length: a browser cuts what is pasted at it and says nothing; the form says so, and keeps all."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def to_python(self, value: Any) -> str:
        lines = "\n".join(str(value or "").splitlines())
        text = "".join(mark for mark in lines if mark in "\n\t\0" or unicodedata.category(mark) != "Cc")
        seen = any(unicodedata.category(mark)[0] not in "CZ" for mark in text)
        return text.strip() if seen or "\0" in text else ""
