"""The shape of a rating as somebody sends it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tickets.models import Rating
from tickets.ratings.actions import LONGEST


class RatingForm(forms.Form):
    """Good or not, and what they add."""

    score = forms.ChoiceField(
        label=_("How was our help?"),
        choices=Rating.Score.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two."), "invalid_choice": _("Choose one of the two.")},
    )
    comment = forms.CharField(
        label=_("Would you like to add something?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
