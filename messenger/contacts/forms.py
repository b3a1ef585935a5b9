"""The address of a contact."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ContactForm(forms.Form):
    """Who is named."""

    email = forms.EmailField(
        label=_("Email address that the member logs in with"),
        max_length=254,
        # Nothing about completing: where that is off, the browser's Back doesn't bring the field again.
        widget=forms.EmailInput(),
        error_messages={"required": _("Fill this in.")},
    )
