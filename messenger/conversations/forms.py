"""The shape of what people submit in the messenger.

Secrets in free text are hidden when it is stored (`web.secrets`); where a field has a shape, a card number is refused.
"""

import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import Visitor
from messenger.access import fields_for
from messenger.conversations.handed_back import typed_fields
from messenger.models import TEXT_LIMIT, FieldText, Topic, TopicField
from web.secrets import holds_card_number
from web.typed_field import TypedField

CARD_NUMBER_REFUSED = _(
    "This looks like a full card number. Never send one: the last four digits are enough. Nothing was stored."
)
# The field that asks how somebody pays; its name is among those that drafts keep.
METHOD = "field_proof_method"
# What these take has no room for anything hidden.
_SHAPED = {TopicField.Kind.EMAIL, TopicField.Kind.DATE, TopicField.Kind.AMOUNT, TopicField.Kind.LAST_FOUR}


class WithFilesForm(forms.Form):
    """A form beside which files go; `refused_files` says of each that wasn't kept why."""

    refused_files: tuple[str, ...] = ()


class MessageForm(WithFilesForm):
    """One message of free text."""

    text = TypedField(
        label=_("Your message"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write your message first.")},
    )


class KeptForm(MessageForm):
    """What is kept without being sent: a text, which may come later, and whatever stands in a topic's fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False

    def typed(self) -> dict[str, str]:
        """What stands in the topic's fields, right or wrong, by the field's key."""
        return typed_fields(self.data)

    def draft(self) -> dict[str, Any]:
        """Text and fields, as the actions take them."""
        return {"text": self.cleaned_data.get("text", ""), "typed": self.typed()}


class StartForm(KeptForm):
    """The first words; they may come later."""


class AddressForm(forms.Form):
    """Where to answer somebody who can't log in."""

    contact_email = forms.EmailField(max_length=254, error_messages={"required": _("Fill this in.")})


class CodeForm(forms.Form):
    """The digits of a code, however they are written and whatever stands between them."""

    code = forms.CharField(max_length=40, error_messages={"required": _("Fill this in.")})

    def clean_code(self) -> str:
        plain = unicodedata.normalize("NFKC", self.cleaned_data["code"])
        return "".join(each for each in plain if each.isalnum())

    def refuse(self) -> None:
        """Wrong, run out or tried too often: one sentence for all, since which it is helps only who guesses."""
        self.add_error("code", _("This code isn't right, or it has run out. Check it, or ask for a new one."))


class ForWhomForm(forms.Form):
    """For whom somebody writes who may write for the members of their organisation."""

    ME, MEMBER = "me", "member"

    written_for = forms.ChoiceField(choices=[(ME, _("For me")), (MEMBER, _("For a member of my organization"))])
    member_email = forms.EmailField(max_length=254, required=False)
    untold = forms.BooleanField(required=False)

    def __init__(self, *args: Any, own: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("written_for") != self.MEMBER:
            # What stands in a field that isn't meant is no error.
            self.errors.pop("member_email", None)
        elif "member_email" not in self.errors and not cleaned.get("member_email"):
            self.add_error("member_email", _("Fill this in."))
        elif self.own and cleaned.get("member_email", "").lower() == self.own.lower():
            self.add_error("member_email", _("This is your own address. Give the member's, or choose “For me”."))
        return cleaned

    def member(self) -> dict[str, Any]:
        """The member, as a conversation keeps them; empty for nobody but oneself."""
        if self.cleaned_data["written_for"] != self.MEMBER:
            return {}
        return {"email": self.cleaned_data["member_email"], "untold": self.cleaned_data["untold"]}


class TopicForm(forms.Form):
    """The topic that was picked."""

    topic = forms.SlugField()


class DetailsForm(WithFilesForm):
    """The message and what the topic asks of the visitor, in the active language."""

    text = TypedField(
        label=_("Your message"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Describe what happened, so that we can help.")},
    )

    def __init__(self, *args: Any, topic: Topic, visitor: Visitor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic_fields = fields_for(visitor, topic)
        self.methods = list(dict.fromkeys(row.method for row in self.topic_fields if row.method))
        self.method = self._method()
        for row in self.topic_fields:
            if row.method and METHOD not in self.fields:
                self.fields[METHOD] = self._method_field()
            field = self.fields[f"field_{row.key}"] = _form_field(row, row.text())
            # Templates group by it; what belongs to another way to pay is neither wanted nor looked at.
            field.method, field.method_words = row.method, row.get_method_display()  # type: ignore[attr-defined]
            field.required = row.required and row.method in {"", self.method}
        for name in self.errors if self.is_bound else []:
            if name in self.fields:
                self.fields[name].widget.attrs["aria-invalid"] = "true"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for row in self.topic_fields:
            if row.method not in {"", self.method}:
                self.errors.pop(f"field_{row.key}", None)
                cleaned.pop(f"field_{row.key}", None)
        for key in self._full_card_numbers():
            self.errors.pop(f"field_{key}", None)
            self.add_error(f"field_{key}", forms.ValidationError(CARD_NUMBER_REFUSED, code="card_number"))
        return cleaned

    def _method(self) -> str:
        """The way to pay that was chosen, else the first of which something was given, else ""."""
        chosen = str(self.data.get(METHOD, ""))
        filled = [row.method for row in self.topic_fields if row.method and self.data.get(f"field_{row.key}")]
        return chosen if chosen in self.methods else next(iter(filled), "")

    def _method_field(self) -> forms.ChoiceField:
        labels = dict(TopicField.Method.choices)
        return forms.ChoiceField(
            label=_("How did you pay?"),
            choices=[("", _("Choose…")), *((method, labels[TopicField.Method(method)]) for method in self.methods)],
            required=any(row.required and row.method for row in self.topic_fields) and not self.method,
            help_text=_("Fill in what belongs to it, and leave out the rest."),
            error_messages={"required": _("Choose one.")},
        )

    def _full_card_numbers(self) -> list[str]:
        """The keys of fields with a shape in which a full card number was typed."""
        shaped = [row.key for row in self.topic_fields if row.kind in _SHAPED]
        return [key for key in shaped if holds_card_number(str(self.data.get(f"field_{key}", ""))[:TEXT_LIMIT])]

    def rows(self) -> list[dict[str, object]]:
        """The details given: key, label, value as text, and whether it is proof. Empty ones are left out."""
        rows: list[dict[str, object]] = []
        for field in self.topic_fields:
            value = self.cleaned_data.get(f"field_{field.key}")
            if value not in (None, ""):
                label = str(self.fields[f"field_{field.key}"].label)
                choice = str(value) if field.kind == TopicField.Kind.CHOICE else ""
                row = {"key": field.key, "label": label, "value": self._shown(field, value), "proof": field.proof}
                rows.append({**row, "choice": choice} if choice else row)
        return rows

    @staticmethod
    def _shown(field: TopicField, value: object) -> str:
        if field.kind == TopicField.Kind.CHOICE:
            return dict(field.choice_pairs()).get(str(value), str(value))
        return value.isoformat() if isinstance(value, date) else str(value)


class _PlainField(forms.CharField):
    """One line whose full-width digits and letters, as input methods write them, count as plain ones."""

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFKC", " ".join((super().to_python(value) or "").split()))


_LAST_FOUR = RegexValidator(r"\A[0-9]{4}\Z", _("Enter exactly the last four digits."))
_AMOUNT = RegexValidator(r"\d", _("Enter the amount with its number, for example 20 USD."))


def _form_field(row: TopicField, text: FieldText | None) -> forms.Field:
    """The form field for a topic's field. Dates and amounts are read in the forms every language writes them."""
    shared: dict[str, Any] = {
        "label": text.label if text else row.key,
        "help_text": text.hint if text else "",
        "required": row.required,
        "error_messages": {"required": _("Choose one.") if row.kind == row.Kind.CHOICE else _("Fill this in.")},
    }
    match row.kind:
        case TopicField.Kind.CHOICE if pairs := row.choice_pairs():
            return forms.ChoiceField(choices=[("", _("Choose…")), *pairs], **shared)
        case TopicField.Kind.EMAIL:
            return forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}), **shared)
        case TopicField.Kind.DATE:
            return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **shared)
        case TopicField.Kind.AMOUNT:
            money = forms.TextInput(attrs={"inputmode": "decimal"})
            return _PlainField(max_length=40, widget=money, validators=[_AMOUNT], **shared)
        case TopicField.Kind.LAST_FOUR:
            digits = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
            return _PlainField(max_length=40, widget=digits, validators=[_LAST_FOUR], **shared)
        case TopicField.Kind.LONG_TEXT:
            return TypedField(widget=forms.Textarea(attrs={"rows": 3}), **shared)
    return _PlainField(max_length=200, **shared)
