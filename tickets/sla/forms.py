"""The shapes in which leads write policies and business hours."""

from typing import Any, ClassVar, cast
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.models import Group
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.plan_words import PLANS
from accounts.staff.zones import grouped
from tickets.forms import offer_teams
from tickets.models import BusinessHours, OpenSpan, Priority, SlaPolicy
from tickets.models.sla_policies import LONGEST
from tickets.sla import spoken
from tickets.sla.hours import overlapping
from web.mail_languages import names
from web.rows import LabelledRows

_ANY = _("None ticked: for all of them.")


class LengthField(forms.CharField):
    """A length of time in hours and minutes; kept as minutes."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"size": 12, "autocomplete": "off"})
        super().__init__(required=False, max_length=30, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return spoken.told(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        typed = super().clean(value)
        if not typed:
            return None
        minutes = spoken.read(typed)
        if minutes is None or not 1 <= minutes <= LONGEST:
            raise forms.ValidationError(_("Write hours and minutes, such as 4 h or 1 h 30 min, up to a year."))
        return minutes

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class NumbersField(forms.TypedMultipleChoiceField):
    """Boxes to tick whose values are numbers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, **kwargs)


def _boxes(label: Any, choices: Any, *, numbers: bool = False) -> forms.MultipleChoiceField:
    made = NumbersField if numbers else forms.MultipleChoiceField
    return made(
        label=capfirst(label), choices=choices, required=False, help_text=_ANY, widget=forms.CheckboxSelectMultiple
    )


class PolicyForm(forms.ModelForm):  # type: ignore[type-arg]
    """A policy: for which tickets, and how soon."""

    plans = _boxes(_("plans"), PLANS)
    priorities = _boxes(_("priorities"), Priority.choices, numbers=True)
    languages = _boxes(_("languages"), lambda: names().items())
    first_response = LengthField(
        label=capfirst(_("first response")),
        help_text=_("From the first message to the first answer: 4 h, or 1 h 30 min."),
    )
    next_response = LengthField(
        label=capfirst(_("next response")), help_text=_("From any later message of the customer to the answer.")
    )
    resolution = LengthField(label=capfirst(_("resolution")), help_text=_("Until the ticket is solved."))

    class Meta:
        model = SlaPolicy
        exclude: ClassVar[list[str]] = []
        widgets: ClassVar = {
            "topics": forms.CheckboxSelectMultiple,
            "teams": forms.CheckboxSelectMultiple,
        }
        help_texts: ClassVar = {"topics": _ANY, "teams": _ANY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_teams(self, "teams")


class HoursForm(forms.ModelForm):  # type: ignore[type-arg]
    """Business hours: where, and whose."""

    zone = forms.ChoiceField(label=capfirst(_("time zone")))

    class Meta:
        model = BusinessHours
        fields = ("name", "zone", "teams")
        widgets: ClassVar = {"teams": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_teams(self, "teams")
        if "zone" in self.fields:
            zones = cast(forms.ChoiceField, self.fields["zone"])
            zones.choices = [("", "–"), *grouped(available_timezones())]

    def clean_teams(self) -> Any:
        """A team has one set of hours: by two nobody knew which counts."""
        teams = self.cleaned_data["teams"]
        others = BusinessHours.objects.exclude(pk=self.instance.pk)
        taken = list(Group.objects.filter(pk__in=teams, business_hours__in=others).values_list("name", flat=True))
        if taken:
            words = gettext("These have other business hours already: %(names)s.")
            raise forms.ValidationError(words % {"names": ", ".join(taken)})
        return teams


class SpanRows(LabelledRows):
    """The weekly hours; none may begin before another one of its day ends."""

    def clean(self) -> None:
        super().clean()
        kept = [(form, form.instance.value()) for form in self.forms if _stays(form)]
        found = overlapping(span for _form, span in kept)
        if found is not None:
            form = next(form for form, span in reversed(kept) if span == found)
            form.add_error("opens", gettext("It overlaps with other hours of %(day)s.") % {"day": _day(found.weekday)})


def _stays(form: Any) -> bool:
    """Whether there is a row after it is saved, without faults of its own; an empty one more is none."""
    is_there = form.has_changed() or form.instance.pk
    return bool(is_there and form.is_valid() and not form.cleaned_data.get("DELETE"))


def _day(weekday: int) -> str:
    return str(OpenSpan.Weekday(weekday).label)
