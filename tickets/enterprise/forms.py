"""The shape of a request. Secrets in free text are hidden when it is stored."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tickets.enterprise.words import CHOICES, LABELS
from web.typed_field import TypedField

_ONE, _AT_LEAST_ONE = _("Choose one."), _("Choose at least one.")
_WRONG = ("required", "invalid_choice")


def _question(name: str) -> dict[str, Any]:
    """What a field with choices is called, and its choices."""
    return {"label": LABELS[name], "choices": list(CHOICES[name].items())}


def _long(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class EnterpriseForm(forms.Form):
    """One request by an owner of an Enterprise organisation."""

    words = TypedField(
        label=_("What happened?"),
        help_text=_("What you expected, and what happened instead. One matter for each request."),
        widget=_long(6),
        error_messages={"required": _("Tell us what happened.")},
    )
    products = forms.MultipleChoiceField(
        **_question("products"),
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(_WRONG, _AT_LEAST_ONE),
    )
    impact = forms.ChoiceField(
        **_question("impact"), widget=forms.RadioSelect, error_messages=dict.fromkeys(_WRONG, _ONE)
    )
    urgency = forms.ChoiceField(
        **_question("urgency"), widget=forms.RadioSelect, error_messages=dict.fromkeys(_WRONG, _ONE)
    )
    affected = TypedField(
        label=LABELS["affected"],
        help_text=_("Email addresses, one a line. Of many people, one or two examples are enough."),
        required=False,
        max_length=2000,
        widget=_long(3),
    )
    began = TypedField(
        label=LABELS["began"],
        help_text=_("Date, time and time zone, as far as you know."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    steps = TypedField(
        label=LABELS["steps"],
        help_text=_("What to do so that it happens again, and what you have already tried."),
        required=False,
        widget=_long(4),
    )
    ids = TypedField(
        label=LABELS["ids"],
        help_text=_("Exactly as they are shown, one a line."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.errors if self.is_bound else ():
            if name in self.fields and name not in CHOICES:
                self.fields[name].widget.attrs |= {"aria-invalid": "true"}


# The fields that are typed or chosen, in the order of the form.
FIELDS = tuple(EnterpriseForm.base_fields)
