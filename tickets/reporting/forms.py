"""What the report is asked for: from when to when, of whom and of what."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tickets.models.figures import DIMENSIONS
from tickets.reporting.names import Names, choices, value_of
from tickets.reporting.reading import Chosen
from tickets.reporting.words import FIRST_COLUMN

# The periods that end today, and what they are called.
PERIODS: dict[int, str | Promise] = {7: _("7 days"), 28: _("28 days"), 90: _("90 days"), 365: _("A year")}
_PERIOD = 28
_LONGEST = 3 * 366


class FiguresForm(forms.Form):
    """Everything may be left out: then it is the last four weeks, of everything."""

    days = forms.TypedChoiceField(
        choices=[(days, days) for days in PERIODS], coerce=int, required=False, widget=forms.HiddenInput
    )
    since = forms.DateField(
        label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    team = forms.ChoiceField(required=False)
    agent = forms.ChoiceField(required=False)
    topic = forms.ChoiceField(required=False)
    locale = forms.ChoiceField(required=False)
    plan = forms.ChoiceField(required=False)
    by = forms.ChoiceField(
        label=_("Table by"), required=False, choices=[(name, FIRST_COLUMN[name]) for name in DIMENSIONS]
    )

    def __init__(self, *args: Any, names: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in DIMENSIONS:
            self.fields[name].label = str(FIRST_COLUMN[name])
            self.fields[name].choices = choices(name, names)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        until = given["until"] or max(given["since"] or today(), today())
        since = given["since"] or until - timedelta(days=(given["days"] or _PERIOD) - 1)
        if since > until:
            self.add_error("until", gettext("This day is before the first one."))
        elif (until - since).days >= _LONGEST:
            self.add_error("until", gettext("Choose at most three years."))
        return {**given, "since": since, "until": until}

    def chosen(self) -> Chosen:
        """Of a valid form."""
        given = self.cleaned_data
        only = {name: value_of(name, given[name]) for name in DIMENSIONS}
        return Chosen(given["since"], given["until"], **only)  # type: ignore[arg-type]

    @property
    def cut_by(self) -> str:
        return self.cleaned_data["by"] or DIMENSIONS[0]

    def filled(self, names: Names) -> "FiguresForm":
        """The same with the days that were meant, also where none was given."""
        meant = {name: self.cleaned_data[name] for name in ("since", "until", *DIMENSIONS)}
        return FiguresForm({**meant, "by": self.cut_by}, names=names)


def today() -> date:
    """By the site's clock, which days are counted by."""
    return timezone.localtime(timezone=timezone.get_default_timezone()).date()
