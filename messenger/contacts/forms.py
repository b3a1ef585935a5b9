"""The address of a contact."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ContactForm(forms.Form):
    """Who is named."""

    email = forms.EmailField(
        label=_("Email address that the member logs in with"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Fill this in.")},
    )
