"""The shapes in which staff write macros and send with them."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.forms import offer_teams
from tickets.macros import variables
from tickets.macros.variables import Wrong
from tickets.models import Macro, MacroText
from web.mail_languages import names

# More than a message has room for.
MOST_AT_ONCE = 10

_SENTENCES: dict[Wrong, str | Promise] = {
    Wrong.UNKNOWN: _("Line %(line)s, letter %(column)s: there is no “%(words)s” to fill in."),
    Wrong.UNCLOSED: _("Line %(line)s, letter %(column)s: “{{” without “}}” on the same line."),
    Wrong.STRAY: _("Line %(line)s, letter %(column)s: “}}” without “{{” before it."),
}


class MacroTextForm(forms.ModelForm):  # type: ignore[type-arg]
    """A macro's words in one language; what can't be filled in is refused here, with its place."""

    locale = forms.ChoiceField(label=capfirst(_("language")), choices=lambda: names().items())

    class Meta:
        model = MacroText
        fields = ("locale", "body")
        widgets = {"body": forms.Textarea(attrs={"rows": 8, "dir": "auto"})}  # noqa: RUF012  as Django has it

    def clean_body(self) -> str:
        body = str(self.cleaned_data["body"]).replace("\r\n", "\n")
        wrong = variables.problems(body)
        if wrong:
            raise forms.ValidationError([str(_SENTENCES[each.wrong]) % _named(each) for each in wrong])
        return body


def _named(problem: variables.Problem) -> dict[str, Any]:
    return {"line": problem.line, "column": problem.column, "words": problem.words}


class MacroForm(forms.ModelForm):  # type: ignore[type-arg]
    """A macro: shared, or the own one of who writes it."""

    shared = forms.BooleanField(
        label=capfirst(_("shared")), required=False, help_text=_("Everybody uses it. Otherwise you alone see it.")
    )

    class Meta:
        model = Macro
        fields = ("name", "then", "team", "priority", "tags")

    def __init__(self, *args: Any, author: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_teams(self, "team")
        self.author = author
        self.may_share = author.has_perm("tickets.share_macro")
        self.fields["shared"].initial = self.instance.is_shared if self.instance.pk else self.may_share
        self.fields["shared"].disabled = not self.may_share

    def clean(self) -> dict[str, Any]:
        """Whose it is, before the names are compared: two people may each have one of the same name."""
        cleaned: dict[str, Any] = super().clean() or {}
        # Shared again by who may not take it from others: it stays whose it was.
        if not self.cleaned_data.get("shared"):
            self.instance.owner_id = self.instance.owner_id or self.author.pk
        else:
            self.instance.owner = None
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The owner is no field of the form and part of what must be once."""
        return set(super()._get_validation_exclusions()) - {"owner"}  # type: ignore[misc]


class InsertForm(forms.Form):
    """Which macro to put into what is being written, and behind how many letters; at the end when that isn't known."""

    at = forms.IntegerField(required=False, min_value=0)
    insert = forms.ModelChoiceField(
        queryset=Macro.objects.none(), error_messages={"required": _("Choose a macro first.")}
    )

    def __init__(self, *args: Any, author: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usable = Macro.objects.usable_by(author).select_related("team").prefetch_related("texts")
        self.fields["insert"].queryset = usable  # type: ignore[attr-defined]


def sent_with(values: list[str], author: User) -> list[Macro]:
    """The macros that a text was written with, each once, in the order in which they were put in.

    What isn't one, or is somebody else's, isn't among them: a macro may have been deleted while somebody wrote.
    """
    numbers = list(dict.fromkeys(int(value) for value in values[:MOST_AT_ONCE] if value.isascii() and value.isdigit()))
    small = [number for number in numbers if number < 2**63]
    rows = Macro.objects.usable_by(author).select_related("team").prefetch_related("tags").in_bulk(small)
    return [rows[number] for number in small if number in rows]


def help_with_variables() -> str:
    """The sentence that lists what a text may ask for."""
    names = ", ".join(f"{{{{ {name} }}}}" for name in variables.Variable)
    words = gettext(
        "Filled in when it is put into a reply: %(names)s. After a bar stands what to say where it is empty:"
        " %(example)s"
    )
    return words % {"names": names, "example": "{{ person.first_name | there }}"}
