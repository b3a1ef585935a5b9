"""The admin's form of a topic: its audience as boxes to tick, and all words of a language in one place."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.identity import Plan, Product
from accounts.plan_words import CONSOLE_ROLES, ORGANISATION_ROLES, PLANS
from tickets.forms import offer_teams
from tickets.models import FieldText, Topic, TopicField, TopicText
from web.mail_languages import mail_alone

BOXES: dict[str, Any] = {"plans": PLANS, "organisation_roles": ORGANISATION_ROLES, "console_roles": CONSOLE_ROLES}
OF_TOPIC, OF_FIELD = ("label", "description", "steps"), ("label", "hint", "choices")
OF_MAIL = ("label",)
_LONG = {"steps", "choices"}
_IN_MAIL = _(
    "What mail calls the topic, in its subject line for one. Where it is left empty, the subject has no topic."
)


class TopicForm(forms.ModelForm):  # type: ignore[type-arg]
    """A topic; `form_for` adds the words of its fields in each language."""

    class Meta:
        model = Topic
        exclude: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_teams(self, "team")
        for name, choices in BOXES.items():
            if name in self.fields and not self.initial.get(name):
                self.initial[name] = [value for value, _words in choices]
        if self.instance.pk:
            self.initial.update(_words_of(self.instance))

    def clean(self) -> dict[str, Any]:
        """All boxes of a question ticked asks nothing, and so does a question that can't arise."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, choices in BOXES.items():
            ticked = cleaned.get(name) or []
            if not self._arises(name):
                cleaned[name] = []
            elif not ticked and name not in self.errors:
                self.add_error(name, _("Tick at least one; all ticked means everybody."))
            elif len(ticked) == len(choices):
                cleaned[name] = []
        for name in self.fields:
            if name.startswith(("words_", "field_")) and name.endswith("_label"):
                self._wants_label(name.removesuffix("label"))
        return cleaned

    def _arises(self, name: str) -> bool:
        if name == "console_roles":
            return self.cleaned_data.get("product") != Product.CLAUDE
        in_claude = self.cleaned_data.get("product") != Product.CONSOLE
        if name == "plans":
            return in_claude
        # The plans were looked at before; none means all.
        plans = self.cleaned_data.get("plans") or [Plan.TEAM]
        return in_claude and bool({Plan.TEAM, Plan.ENTERPRISE} & set(plans))

    def _wants_label(self, stem: str) -> None:
        """Without a label a language has no words."""
        others = [
            value for name, value in self.cleaned_data.items() if name.startswith(stem) and name != f"{stem}label"
        ]
        if any(others) and not self.cleaned_data.get(f"{stem}label") and f"{stem}label" not in self.errors:
            self.add_error(f"{stem}label", _("Write the label, too: without it these words aren't shown."))

    def topic_words(self) -> dict[str, dict[str, str]]:
        """The topic's words by language; of those that mail alone is written in its label."""
        words = {code: self._read(f"words_{code}", OF_TOPIC) for code, _name in settings.LANGUAGES}
        return words | {code: self._read(f"words_{code}", OF_MAIL) for code in mail_alone()}

    def field_words(self) -> dict[int, dict[str, dict[str, str]]]:
        """The words of its fields: by the field's key in the database, and by language."""
        found: dict[int, dict[str, dict[str, str]]] = {}
        for row in self.instance.fields.all():
            # A field that came with this very form has no words yet.
            codes = [code for code, _name in settings.LANGUAGES if f"field_{row.pk}_{code}_label" in self.fields]
            found[row.pk] = {code: self._read(f"field_{row.pk}_{code}", OF_FIELD) for code in codes}
        return found

    def _read(self, stem: str, names: Iterable[str]) -> dict[str, str]:
        # Browsers end lines in two marks; the shipped words have one.
        return {name: self.cleaned_data.get(f"{stem}_{name}", "").replace("\r\n", "\n") for name in names}


def form_for(topic: Topic | None) -> type[TopicForm]:
    """The form with the boxes, and the words of this topic in each language."""
    fields: dict[str, forms.Field] = {}
    for code, _name in settings.LANGUAGES:
        fields |= {f"words_{code}_{name}": _word(TopicText, name, code) for name in OF_TOPIC}
        for row in topic.fields.all() if topic else []:
            fields |= {f"field_{row.pk}_{code}_{name}": _word(FieldText, name, code, row) for name in OF_FIELD}
    fields |= {f"words_{code}_label": _word(TopicText, "label", code, name=name) for code, name in mail_alone().items()}
    columns: dict[str, Any] = {name: Topic._meta.get_field(name) for name in BOXES}
    boxes = {
        name: forms.MultipleChoiceField(
            label=capfirst(columns[name].verbose_name),
            choices=choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        for name, choices in BOXES.items()
    }
    return type("TopicForm", (TopicForm,), {**boxes, **fields})


def language_sets(topic: Topic | None) -> list[tuple[Any, dict[str, Any]]]:
    """The admin's fieldsets of words, one a language."""
    sets: list[tuple[Any, dict[str, Any]]] = []
    for code, name in settings.LANGUAGES:
        names = [f"words_{code}_{each}" for each in OF_TOPIC]
        for row in topic.fields.all() if topic else []:
            own = [each for each in OF_FIELD if each != "choices" or row.kind == TopicField.Kind.CHOICE]
            names += [f"field_{row.pk}_{code}_{each}" for each in own]
        sets.append((_("Words: %(language)s") % {"language": name}, {"fields": names}))
    in_mail = {
        "fields": [f"words_{code}_label" for code in mail_alone()],
        "description": _IN_MAIL,
        "classes": ["collapse"],
    }
    return [*sets, (_("Words: mail in other languages"), in_mail)]


def _word(
    model: type[TopicText] | type[FieldText], word: str, code: str, row: TopicField | None = None, *, name: str = ""
) -> forms.Field:
    column: Any = model._meta.get_field(word)
    label = name or capfirst(column.verbose_name)
    if row is not None:
        words = {"field": row.key, "word": column.verbose_name}
        label = pgettext_lazy("of a field", "%(field)s: %(word)s") % words
    attrs = {"lang": code, "dir": "auto"}
    widget = (
        forms.Textarea(attrs={**attrs, "rows": 4}) if word in _LONG else forms.TextInput(attrs={**attrs, "size": 70})
    )
    # What a language lacks is read in English.
    required = code == "en" and word == "label"
    return forms.CharField(
        label=label, help_text=column.help_text, required=required, max_length=column.max_length, widget=widget
    )


def _words_of(topic: Topic) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in topic.texts.all():
        found |= {f"words_{text.locale}_{name}": getattr(text, name) for name in OF_TOPIC}
    for word in FieldText.objects.filter(field__topic=topic):
        found |= {f"field_{word.field_id}_{word.locale}_{name}": getattr(word, name) for name in OF_FIELD}
    return found
