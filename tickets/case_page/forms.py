"""The shape of what somebody submits on their case page. Secrets in it are hidden when it is stored."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from web.typed_field import TypedField


class MessageForm(forms.Form):
    """One message to the team."""

    text = TypedField(
        label=_("Your message"),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        error_messages={"required": _("Write your message first.")},
    )

    def __init__(self, *args: Any, required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = required
        if self.errors:
            self.fields["text"].widget.attrs |= {"aria-invalid": "true", "aria-describedby": "text-error"}
