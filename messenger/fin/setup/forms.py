"""The admin's form of Fin's setup: whom it answers as boxes to tick, its words in each language in one place."""

from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from messenger.fin.deciding import Thresholds
from messenger.fin.languages import LOCALES
from messenger.fin.phrases import say
from messenger.fin.setup.models import LEAST_SURE, MOST_SURE, FinSettings, FinSettingsVersion, FinWords
from messenger.fin.setup.values import (
    LONGEST_GREETING,
    LONGEST_NAME,
    MOST_LINES,
    NAME,
    Words,
    has_hidden_marks,
    says_something,
    tidy,
)
from tickets.models import Topic

# The languages of the pages; in the others Fin answers alone.
_OPEN = {code for code, _name in settings.LANGUAGES}
_HIDDEN = _("Leave out the marks that nobody sees; they could turn the text around them.")


class TopicBoxes(forms.ModelMultipleChoiceField[Topic]):
    """Topics by the words that people see."""

    def label_from_instance(self, obj: Topic) -> str:
        # Two may have the same words, and differ in who writes.
        plain = obj.kind == Topic.Kind.GENERAL
        label = obj.label() if plain else f"{obj.label()} – {obj.get_kind_display()}"
        return label if obj.active else gettext("%(topic)s (not offered)") % {"topic": label}


class FinSettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Fin's setup; `setup_form` adds the words. It saves nothing itself."""

    answers_for = forms.MultipleChoiceField(
        label=_("Fin answers these people"),
        choices=FinSettings.For,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    topics = TopicBoxes(
        label=_("Topics that always go to a human"),
        queryset=Topic.objects.prefetch_related("texts"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    # The version that was looked at.
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = FinSettings
        fields: ClassVar = ["on", "answer_from", "nothing_below", "same_question"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        self.initial["answers_for"] = [value for value in FinSettings.For.values if value not in row.off_for]
        self.initial["topics"] = list(row.topics.all()) if row.pk else []
        self.initial["seen"] = _newest()
        for words in FinWords.objects.all():
            self.initial.update({f"name_{words.locale}": words.name, f"greeting_{words.locale}": words.greeting})
        usual = Thresholds()
        measured = {
            "answer_from": round(usual.answer * 100),
            "nothing_below": round(usual.nothing * 100),
            "same_question": usual.same_question,
        }
        for name, number in measured.items():
            if name in self.fields:
                self.fields[name].widget.attrs["placeholder"] = str(number)

    def clean(self) -> dict[str, Any]:
        """That nothing was changed meanwhile, that the percents agree, and that every word can be shown."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        newest = _newest()
        if (cleaned.get("seen") or 0) != newest:
            self.add_error(
                None,
                _(
                    "Somebody else has changed these settings since you opened the page: see the versions below. "
                    "What you filled in is still here; save again to have it instead."
                ),
            )
            typed = cast(QueryDict, self.data).copy()
            typed["seen"] = str(newest)
            self.data = typed
        self._percents_agree()
        for code in LOCALES:
            self._name_is_good(f"name_{code}")
            self._greeting_is_good(f"greeting_{code}")
        return cleaned

    def _percents_agree(self) -> None:
        answer, nothing = self.cleaned_data.get("answer_from"), self.cleaned_data.get("nothing_below")
        if any(each is not None and not LEAST_SURE <= each <= MOST_SURE for each in (answer, nothing)):
            return  # the columns' own bounds say so
        usual = Thresholds()
        quotes = round(usual.answer * 100) if answer is None else answer
        finds = round(usual.nothing * 100) if nothing is None else nothing
        if finds > quotes:
            words = gettext("Fin quotes from %(quotes)s percent on: this can’t be more.") % {"quotes": quotes}
            if nothing is None:
                words = gettext("Fin finds nothing below %(finds)s percent: this can’t be less.") % {"finds": finds}
            self.add_error("answer_from" if nothing is None else "nothing_below", words)

    def _name_is_good(self, field: str) -> None:
        name = " ".join(self.cleaned_data.get(field, "").split())
        if has_hidden_marks(name):
            self.add_error(field, _HIDDEN)
        elif name and not says_something(name):
            self.add_error(field, _("A name needs a letter or a digit."))
        elif field not in self.errors:
            self.cleaned_data[field] = "" if name == NAME and field != "name_en" else name

    def _greeting_is_good(self, field: str) -> None:
        greeting = tidy(self.cleaned_data.get(field, ""))
        if has_hidden_marks(greeting):
            self.add_error(field, _HIDDEN)
        elif greeting.count("\n") >= MOST_LINES:
            self.add_error(field, gettext("At most %(lines)s lines, please.") % {"lines": MOST_LINES})
        elif field not in self.errors:
            self.cleaned_data[field] = greeting

    def setup(self) -> dict[str, Any]:
        """What `change_setup` takes; of a form that is valid."""
        filled = self.cleaned_data
        return {
            "on": filled["on"],
            "off_for": [value for value in FinSettings.For.values if value not in filled["answers_for"]],
            "numbers": {name: filled[name] for name in ("answer_from", "nothing_below", "same_question")},
            "words": {code: Words(filled[f"name_{code}"], filled[f"greeting_{code}"]) for code in LOCALES},
            "topics": list(filled["topics"]),
        }


def setup_form() -> type[FinSettingsForm]:
    """The form with a name and a greeting for each language that Fin speaks."""
    fields: dict[str, forms.Field] = {}
    for code in LOCALES:
        attrs = {"lang": code, "dir": "auto"}
        fields[f"name_{code}"] = forms.CharField(
            label=_("Name"),
            max_length=LONGEST_NAME,
            required=False,
            widget=forms.TextInput(attrs={**attrs, "size": 40, "placeholder": NAME}),
        )
        fields[f"greeting_{code}"] = forms.CharField(
            label=_("Greeting"),
            max_length=LONGEST_GREETING,
            required=False,
            widget=forms.Textarea(attrs={**attrs, "rows": 3, "placeholder": say("greeting", code)}),
        )
    return type("FinSettingsForm", (FinSettingsForm,), fields)


def language_sets() -> list[tuple[str, dict[str, Any]]]:
    """The admin's fieldsets of words, one a language; those that pages aren't in are folded."""
    return [
        (
            gettext("Words: %(language)s") % {"language": LANG_INFO[code]["name_local"]},
            {
                "fields": [f"name_{code}", f"greeting_{code}"],
                "classes": [] if code in _OPEN else ["collapse"],
            },
        )
        for code in LOCALES
    ]


def _newest() -> int:
    newest = FinSettingsVersion.objects.first()
    return newest.number if newest else 0
