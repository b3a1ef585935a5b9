"""The shape of a token as its owner asks for one."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from api.models import ApiToken, validate_network
from api.scope_words import SCOPES

# In days.
_LIVES = {30: _("30 days"), 90: _("90 days"), 365: _("a year")}


class TokenForm(forms.ModelForm):  # type: ignore[type-arg]
    """A token: what it is for, what it may, from where and until when."""

    scopes = forms.MultipleChoiceField(
        label=capfirst(_("scopes")),
        choices=[(str(scope), format_lazy("{} ({})", words, str(scope))) for scope, words in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A token may what you may, as far as this says."),
    )
    networks = forms.CharField(
        label=capfirst(_("networks")),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 32, "spellcheck": "false"}),
        help_text=_("From where it opens, one a line, such as 192.0.2.0/24. Empty: from anywhere."),
    )
    days = forms.TypedChoiceField(label=capfirst(_("expires in")), choices=list(_LIVES.items()), coerce=int, initial=90)

    class Meta:
        model = ApiToken
        fields = ("name", "scopes", "networks")

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_networks(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["networks"].splitlines() if line.strip()]
        for line in lines:
            validate_network(line)
        return list(dict.fromkeys(lines))

    def expires_at(self, now: datetime) -> datetime:
        """At the end of that day, where its owner is."""
        day = timezone.localtime(now).date() + timedelta(days=self.cleaned_data["days"])
        return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))

    def _get_validation_exclusions(self) -> set[str]:
        """The owner is no field of the form and part of what must be once."""
        excluded: set[str] = set(super()._get_validation_exclusions())  # type: ignore[misc]
        return excluded - {"user", "revoked_at"}

    def clean(self) -> dict[str, Any]:
        # What only the row needs, and is made when it is stored.
        self.instance.expires_at = self.instance.expires_at or timezone.now()
        return super().clean() or self.cleaned_data
