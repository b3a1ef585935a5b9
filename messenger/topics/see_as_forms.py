"""Whom to see the messenger as: choices alone, nothing of a real person."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Domain
from accounts.plan_words import CONSOLE_ROLES, ORGANISATION_ROLES, PLANS
from messenger.models import Topic
from messenger.topics.seeing import StandIn

_OTHER = ("-", _("one that isn't known"))


class SeeAsForm(forms.Form):
    """Product and standing of a domain go with the domain."""

    domain = forms.ModelChoiceField(
        label=_("Logged in at"), queryset=Domain.objects.none(), required=False, empty_label=_("not logged in")
    )
    plan = forms.ChoiceField(label=_("Plan"), choices=[*PLANS, _OTHER], required=False)
    role = forms.ChoiceField(
        label=_("Role"),
        required=False,
        choices=[
            ("", _("none")),
            (_("Team and Enterprise"), [(f"claude:{value}", words) for value, words in ORGANISATION_ROLES]),
            (_("Console"), [(f"console:{value}", words) for value, words in CONSOLE_ROLES]),
            _OTHER,
        ],
    )
    support_contact = forms.BooleanField(label=_("Named as support contact"), required=False)
    ended_lately = forms.BooleanField(label=_("A plan or role ended in the last 30 days"), required=False)
    locale = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    topic = forms.ModelChoiceField(
        label=_("Topic"),
        queryset=Topic.objects.none(),
        required=False,
        empty_label=_("none chosen"),
        to_field_name="slug",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domain"].queryset = Domain.objects.real().select_related("successor")  # type: ignore[attr-defined]
        self.fields["topic"].queryset = Topic.objects.offered()  # type: ignore[attr-defined]

    def person(self) -> StandIn:
        """Of a form that is valid."""
        role = self.cleaned_data["role"].rpartition(":")[2]
        return StandIn(
            domain=self.cleaned_data["domain"],
            plan=self.cleaned_data["plan"],
            role=role,
            support_contact=self.cleaned_data["support_contact"],
            ended_lately=self.cleaned_data["ended_lately"],
        )
