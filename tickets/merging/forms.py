"""The shape of a merge: into which ticket, and what staff say to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.models import Ticket


class TargetForm(forms.Form):
    """Which ticket it goes into: by what was typed, else by what was chosen."""

    into = forms.CharField(max_length=40, required=False)
    chosen = forms.CharField(max_length=40, required=False)

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._tickets = Ticket.objects.visible_to(reader)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        typed = (data.get("into") or data.get("chosen") or "").strip().upper()
        data["target"] = self._tickets.filter(reference=typed).first() if "\0" not in typed else None
        if data["target"] is None:
            self.add_error("into", _("There is no ticket with this reference."))
        return data


class MergeForm(TargetForm):
    """The merge itself."""

    confirmed = forms.BooleanField(required=False)
    tell = forms.BooleanField(required=False)
