"""What the report is asked for: from when to when, of which language, topic and audience."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.entitlements import Rule
from messenger.fin.languages import LOCALES
from messenger.fin.report.reading import Chosen
from messenger.fin.report.words import language
from tickets.labels import RULES
from web.days import monday

_WEEKS = 12
# More weeks than these can't be told from each other in a plot.
MOST_WEEKS = 160


class ReportForm(forms.Form):
    """Everything may be left out: then it is the last twelve weeks, of everything."""

    since = forms.DateField(
        label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    locale = forms.ChoiceField(label=_("Language"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    rule = forms.ChoiceField(label=_("Audience"), required=False)

    def __init__(self, *args: Any, topics: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("All"))
        languages = [(code, language(code)) for code in LOCALES]
        rules = [(name, words) for name, words in RULES.items() if name != Rule.COMPLIANCE]
        for name, choices in (("locale", languages), ("topic", topics.items()), ("rule", rules)):
            self.fields[name].choices = [every, *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        until = given["until"] or (given["since"] and max(given["since"], today())) or today()
        since = given["since"] or monday(until) - timedelta(weeks=_WEEKS - 1)
        if since > until:
            self.add_error("until", gettext("This day is before the first one."))
        elif until - since > timedelta(weeks=MOST_WEEKS):
            self.add_error("until", gettext("Choose at most %(weeks)s weeks.") % {"weeks": MOST_WEEKS})
        return {**given, "since": since, "until": until}

    def chosen(self) -> Chosen:
        """Of a valid form."""
        return Chosen(**{name: self.cleaned_data[name] for name in ("since", "until", "locale", "topic", "rule")})


def today() -> date:
    """By the site's clock, which days are counted by."""
    return timezone.localtime(timezone=timezone.get_default_timezone()).date()
