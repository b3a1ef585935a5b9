"""The shape of a link: to which ticket, and what it is to this one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tickets.forms import LONGEST_TEXT, JoinForm
from tickets.linking.rules import Relation


class LinkForm(JoinForm):
    """Which ticket, as staff type it, and what it is."""

    relation = forms.ChoiceField(choices=[(each.value, each.value) for each in Relation])

    def clean_relation(self) -> Relation:
        return Relation(self.cleaned_data["relation"])


class AnswerForm(forms.Form):
    """One reply to many."""

    body = forms.CharField(
        max_length=LONGEST_TEXT, strip=False, error_messages={"required": _("Write the text first.")}
    )
