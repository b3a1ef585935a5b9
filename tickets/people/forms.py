"""The shape of a change of who is on a ticket."""

from django import forms
from django.utils.translation import gettext_lazy as _

from web.mail_languages import names


class ReasonForm(forms.Form):
    """Why; only staff read it."""

    reason = forms.CharField(max_length=500, error_messages={"required": _("Say why; only staff read it.")})


class PersonForm(ReasonForm):
    """Somebody, and why."""

    email = forms.EmailField(
        error_messages={"required": _("Type an email address."), "invalid": _("Type an email address.")}
    )
    name = forms.CharField(max_length=200, required=False)


class RequesterForm(PersonForm):
    """Whose case it becomes."""

    keeps_former = forms.BooleanField(required=False)


class TakeOffForm(ReasonForm):
    """Who is taken off, and why."""

    participant = forms.IntegerField(min_value=1, max_value=2**62)


class LanguageForm(forms.Form):
    """In which language they are written to."""

    locale = forms.ChoiceField(choices=lambda: names().items())
