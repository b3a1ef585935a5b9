"""The shape of a split: which message, what the new ticket is called, and whether its person hears of it."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SplitForm(forms.Form):
    """One message, and what becomes of it."""

    message = forms.IntegerField(min_value=1, max_value=2**62)
    subject = forms.CharField(max_length=250, error_messages={"required": _("Give the new ticket a subject line.")})
    tell = forms.BooleanField(required=False)
