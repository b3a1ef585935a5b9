"""The shape of an escalation."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from tickets.forms import LONGEST_TEXT
from tickets.models import Ticket
from tickets.models.teams import teams_for
from tickets.refusals import REFUSALS


class EscalateForm(forms.Form):
    """To which team, what they need to know, and how urgent it is, where that changes."""

    team = forms.ModelChoiceField(
        queryset=Group.objects.none(),
        error_messages=dict.fromkeys(("required", "invalid_choice"), REFUSALS["not_a_team"]),
    )
    note = forms.CharField(
        max_length=LONGEST_TEXT,
        error_messages={"required": REFUSALS["no_note"]},  # type: ignore[dict-item]  # lazy, as Django's own are
    )
    priority = forms.TypedChoiceField(
        choices=[("", _("As it is")), *Ticket.Priority.choices],
        coerce=lambda value: Ticket.Priority(int(value)),
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, ticket: Ticket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams_for(ticket)  # type: ignore[attr-defined]
