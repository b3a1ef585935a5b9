"""The shapes of an endpoint as its owner sets it up, and of what is to be sent again."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from webhooks.actions.endpoints import MOST
from webhooks.kind_words import KINDS
from webhooks.kinds import ASKED_FOR
from webhooks.models import Endpoint

# In hours.
_SINCE = {
    1: _("of the last hour"),
    24: _("of the last day"),
    72: _("of the last 3 days"),
    720: _("of the last 30 days"),
}


class EndpointForm(forms.ModelForm):  # type: ignore[type-arg]
    """Where somebody's program listens, and for what."""

    kinds = forms.MultipleChoiceField(
        label=capfirst(pgettext_lazy("webhook", "events")),
        choices=[(str(kind), format_lazy("{} ({})", capfirst(KINDS[kind]), str(kind))) for kind in ASKED_FOR],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Of tickets that you may see. Whoever reads what arrives there reads what you may read."),
    )

    class Meta:
        model = Endpoint
        fields = ("name", "url", "kinds", "with_reports")
        widgets = {  # noqa: RUF012  as Django has it
            "url": forms.URLInput(attrs={"size": 60, "spellcheck": "false", "placeholder": "https://"})
        }

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_url(self) -> str:
        return str(self.cleaned_data["url"]).strip()

    def clean(self) -> dict[str, Any]:
        if self.instance.pk is None and Endpoint.objects.filter(is_on=True).count() >= MOST:
            raise ValidationError(_("So many endpoints are on already that there is no room for another one."))
        return super().clean() or self.cleaned_data


class AgainForm(forms.Form):
    """Since when what failed is sent once more."""

    since = forms.TypedChoiceField(label=_("Since"), choices=list(_SINCE.items()), coerce=int, initial=24)

    def span(self) -> timedelta:
        """How far back; of a form that is valid."""
        return timedelta(hours=self.cleaned_data["since"])
