"""What staff type to sign in with, and to set that up."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """A code of the app, or one for recovery."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false", "autofocus": True}
        ),
    )


class FirstCodeForm(CodeForm):
    """The first code of a new app."""

    code = forms.CharField(
        label=_("Code of six digits"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )


class PasswordForm(forms.Form):
    """One's own password, once more."""

    password = forms.CharField(
        label=_("Password"),
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


class PasskeyForm(forms.Form):
    """A new passkey: what it is called, and what the device answered."""

    name = forms.CharField(label=_("Name of the passkey"), max_length=60)
    answer = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """What the device of a passkey answered."""

    answer = forms.CharField(max_length=20_000, widget=forms.HiddenInput)
