"""What staff type to sign in with, and to set that up."""

from typing import Any, ClassVar, cast
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import StaffSettings
from accounts.staff.zones import grouped
from web.mail_languages import names

MOST_LINES = 6


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


class SettingsForm(forms.ModelForm[StaffSettings]):
    """What somebody sets for themselves."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages I answer in"),
        required=False,
        choices=lambda: names().items(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tickets in these come to you first, where your team’s tickets are handed out."),
    )

    class Meta:
        model = StaffSettings
        fields = ("language", "time_zone", "is_away", "languages", "density", "single_keys", "signature")
        widgets: ClassVar = {"signature": forms.Textarea(attrs={"rows": 4}), "density": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = cast(forms.ChoiceField, self.fields["language"])
        languages.choices = [("", _("As my browser asks")), *settings.LANGUAGES]
        zones = cast(forms.ChoiceField, self.fields["time_zone"])
        site = _("The site’s: %(zone)s") % {"zone": settings.TIME_ZONE}
        zones.choices = [("", site), *grouped(available_timezones())]

    def clean_signature(self) -> str:
        signature = "\n".join(line.rstrip() for line in str(self.cleaned_data["signature"]).split("\n")).strip()
        if signature.count("\n") >= MOST_LINES:
            raise forms.ValidationError(_("Six lines at most, please."))
        return signature


class AnswerForm(forms.Form):
    """What the device of a passkey answered."""

    answer = forms.CharField(max_length=20_000, widget=forms.HiddenInput)
