"""The shapes in which staff write automations: the rule, and rows of conditions and of steps."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tickets.automations import rules
from tickets.automations.actions.doing import asks_for_an_agent
from tickets.automations.choices import TYPED_FIELDS, TYPED_STEPS, Choice, Groups, Spoken, for_conditions, for_steps
from tickets.automations.rules import Do, Field
from tickets.models import Automation, AutomationCondition, AutomationStep, Macro
from tickets.tags import tag_name
from web.rows import LabelledRows

_LONGEST_NOTE = 5_000
_LONGEST_WORDS = 200
_GONE: Any = {"invalid_choice": _("That can’t be chosen any more. Choose anew.")}
_TYPED = ("tag:", "subject:", "note:")
_IS = [("", _("is")), ("on", _("isn’t"))]


class AutomationForm(forms.ModelForm):  # type: ignore[type-arg]
    """An automation's name and when it looks."""

    class Meta:
        model = Automation
        fields = ("name", "is_on", "position", "trigger", "hours")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        by_clock = cleaned.get("trigger") in rules.TIMED
        if by_clock and cleaned.get("hours") is None and "hours" not in self.errors:
            self.add_error("hours", _("Say after how many hours."))
        if cleaned.get("trigger") and not by_clock:
            cleaned["hours"] = self.instance.hours = None
        return cleaned


class _RowForm(forms.ModelForm):  # type: ignore[type-arg]
    """A row whose choice is “what:value”; where the value is typed, it stands beside the choice."""

    typed: frozenset[str] = frozenset()
    what, longest = "", 0

    def __init__(self, *args: Any, groups: Groups, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["choice"]
        field.choices = [("", "—"), *(_said_whole(*group) for group in groups)]  # type: ignore[attr-defined]
        if self.instance.pk:
            what, value = getattr(self.instance, self.what), self.instance.value
            typed = what in self.typed
            self.initial.update({"choice": f"{what}:{'' if typed else value}", "words": value if typed else ""})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        what, _colon, value = str(cleaned.get("choice") or "").partition(":")
        words = str(cleaned.get("words") or "").replace("\r\n", "\n").replace("\0", "")
        if what in self.typed:
            value = self.as_typed(what, words)
        elif what and words:
            self.add_error("words", _("Nothing is typed for this choice. Empty it, or choose what the words are for."))
        if len(value) > self.longest:
            self.add_error("words", gettext("At most %(count)s letters.") % {"count": self.longest})
        setattr(self.instance, self.what, what)
        self.instance.value = value
        return cleaned

    def as_typed(self, what: str, words: str) -> str:
        """What was typed, as the rule has it."""
        if not words:
            self.add_error("words", _("Write the words here."))
        elif what in {Do.TAG, Do.UNTAG}:
            words = tag_name(words)
            if not words:
                self.add_error("words", _("A tag is made of letters and figures."))
        return words


def _said_whole(name: str | Promise, group: list[Choice]) -> tuple[str | Promise, list[Choice]]:
    """A closed list shows its choice alone, so each says of what it is; what has one choice is called like it."""
    if any(value.endswith(_TYPED) for value, _words in group):
        return name, group
    return name, [(value, gettext("%(do)s: %(value)s") % {"do": name, "value": words}) for value, words in group]


class ConditionForm(_RowForm):
    """One condition."""

    is_not = forms.TypedChoiceField(label=_("is or isn’t"), choices=_IS, coerce=bool, required=False)
    choice = forms.ChoiceField(label=_("what"), error_messages=_GONE)
    words = forms.CharField(label=_("words, for a tag or the subject"), required=False)
    typed, what, longest = TYPED_FIELDS, "field", _LONGEST_WORDS
    field_order = ("is_not", "choice", "words")

    class Meta:
        model = AutomationCondition
        fields = ("is_not",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["is_not"] = "on" if self.instance.is_not else ""

    def clean_is_not(self) -> bool:
        return bool(self.cleaned_data["is_not"])


class StepForm(_RowForm):
    """One thing to do."""

    choice = forms.ChoiceField(label=_("what"), error_messages=_GONE)
    words = forms.CharField(
        label=_("words, for a tag or a note"), required=False, widget=forms.Textarea(attrs={"rows": 1, "dir": "auto"})
    )
    typed, what, longest = TYPED_STEPS, "do", _LONGEST_NOTE

    class Meta:
        model = AutomationStep
        fields = ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.do == Do.MACRO and self.instance.value.isdigit():
            macro = Macro.objects.filter(pk=int(self.instance.value)).prefetch_related("texts").first()
            if macro and asks_for_an_agent(macro):
                self.add_error("choice", _("This macro names the agent who sends it, and an automation has no name."))
        return cleaned


class _Rows(LabelledRows):
    """Rows that read what can be chosen once for all of them."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "groups": self._groups}

    # What there is to choose from, by heading.
    offered: ClassVar[Callable[[], Groups]]

    @cached_property
    def _groups(self) -> Groups:
        return type(self).offered()

    def kept(self) -> list[Any]:
        """The rows that stay, as they were filled in without a mistake."""
        return [
            form.instance
            for form in self.forms
            if form.is_bound and form.is_valid() and form.has_changed() | bool(form.instance.pk) and not _goes(form)
        ]


class ConditionRows(_Rows):
    """All conditions of an automation: two that never hold together are refused."""

    offered = staticmethod(for_conditions)

    def clean(self) -> None:
        super().clean()
        asked = [rules.Condition(Field(row.field), row.value, row.is_not) for row in self.kept()]
        if pair := rules.never_together(asked):
            spoken = Spoken()
            words = gettext("These two never hold together: %(one)s; %(other)s. Make two automations of it.")
            one, other = map(spoken.condition, pair)
            raise forms.ValidationError(words % {"one": one, "other": other})


class StepRows(_Rows):
    """All steps: at least one."""

    offered = staticmethod(for_steps)

    def clean(self) -> None:
        super().clean()
        if not any(self.errors) and not self.kept():
            raise forms.ValidationError(_("Choose at least one thing to do."))


class TryForm(forms.Form):
    """Over how many days an automation is tried."""

    days = forms.TypedChoiceField(
        label=_("Tickets of the last"),
        choices=[("30", _("30 days")), ("90", _("90 days"))],
        coerce=int,
        required=False,
    )


def _goes(form: Any) -> bool:
    return bool(form.cleaned_data.get("DELETE"))
