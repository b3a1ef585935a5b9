"""The shape of a report and of following one up. Secrets in free text are hidden when it is stored."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tickets.models import ReportKind
from tickets.references import PATTERN
from web.secrets import holds_card_number
from web.typed_field import TypedField

# What nobody sees and only a program fills in; the name is one that programs look for.
TRAP = "website"
_FILL_IN = _("Fill this in.")


class ReportForm(forms.Form):
    """One report under one law."""

    kind = forms.ModelChoiceField(
        queryset=ReportKind.objects.none(),
        to_field_name="key",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )
    words = TypedField(
        label=_("What happened?"),
        help_text=_("In your own words: what you saw or what was done, when, and why you think it is wrong."),
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
        error_messages={"required": _("Tell us what happened.")},
    )
    place = TypedField(
        label=_("Where is it?"),
        help_text=_(
            "Addresses (URLs), one a line, or how to find the place. Describe illegal material, don’t send it."
        ),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    is_authority = forms.BooleanField(label=_("I am writing on behalf of an authority"), required=False)
    authority = forms.CharField(label=_("Which authority?"), required=False, max_length=200)
    name = forms.CharField(
        label=_("Your name"), required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your email address"),
        help_text=_(
            "For our receipt and the answer. Without one you get a case number and a keyword to follow the case with."
        ),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    good_faith = forms.BooleanField(
        label=_("I believe in good faith that what I say here is accurate and complete."), required=False
    )

    def __init__(self, *args: Any, law: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = ReportKind.objects.offered(law)
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]
        if not any(kind.needs_good_faith for kind in kinds):
            del self.fields["good_faith"]
        for name in self.errors if self.is_bound else ():
            if name in self.fields and name != "kind":
                self.fields[name].widget.attrs |= {"aria-invalid": "true"}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        kind = given.get("kind")
        if kind is not None and kind.needs_place and not given.get("place") and "place" not in self.errors:
            self.add_error("place", _("For this kind of report, say where the content is."))
        if kind is not None and kind.needs_good_faith and not given.get("good_faith"):
            self.add_error("good_faith", _("For this kind of report the law asks for this statement."))
        if given.get("is_authority") and not given.get("authority"):
            self.add_error("authority", _("Name the authority."))
        for name in ("authority", "name"):
            if holds_card_number(given.get(name) or ""):
                self.add_error(name, _("This looks like a full card number. Never send one. Nothing was stored."))
        return given


class FollowUpForm(forms.Form):
    """The number of a case and the keyword that was shown with it."""

    reference = forms.CharField(
        label=_("Case number"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
        error_messages={"required": _FILL_IN},
    )
    keyword = forms.CharField(
        label=_("Keyword"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
        error_messages={"required": _FILL_IN},
    )

    def clean_reference(self) -> str:
        typed = "".join(str(self.cleaned_data["reference"]).split()).upper()
        if not PATTERN.fullmatch(typed):
            raise forms.ValidationError(_("A case number looks like this: HC-7K3M-9Q2X."))
        return typed
