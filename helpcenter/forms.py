"""Shapes of what readers and editors submit. Decides no rule."""

from django import forms
from django.utils.translation import gettext_lazy as _

from helpcenter.models import Reaction


class ReactionForm(forms.Form):
    """A face, and words if the reader has some."""

    face = forms.TypedChoiceField(coerce=int, choices=Reaction.Face.choices)
    comment = forms.CharField(
        label=_("What was missing or unclear? (optional)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
