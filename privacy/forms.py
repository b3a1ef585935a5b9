"""What staff send: whom they look for, that a deletion is meant, how long something is kept."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Customer
from privacy.actions import ruling
from privacy.models import RetentionRule
from privacy.people import Person
from privacy.rules import LEAST, What


class PersonForm(forms.Form):
    """Who it is: an account, or an address."""

    customer = forms.ModelChoiceField(Customer.objects.all(), required=False, widget=forms.HiddenInput)
    address = forms.EmailField(label=_("Email address"), required=False)

    def person(self) -> Person | None:
        """Whom a valid form names; None for an empty one."""
        customer, address = self.cleaned_data.get("customer"), self.cleaned_data.get("address", "")
        if customer is not None:
            return Person.of_customer(customer)
        return Person.of_address(address) if address else None


class EraseForm(PersonForm):
    """The same, with one of the person's addresses typed again."""

    again = forms.CharField(label=_("Their email address, once more"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        person = self.person()
        if person is not None and cleaned.get("again", "").strip().lower() not in person.addresses:
            self.add_error("again", _("That isn’t an address of this person."))
        return cleaned


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """How long, and that a shorter time is meant."""

    meant = forms.BooleanField(
        label=_("Shorter than now"), required=False, help_text=_("I know that what is older goes the coming night.")
    )

    class Meta:
        model = RetentionRule
        fields = ("days",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        days, least = cleaned.get("days"), LEAST.get(What(self.instance.what), 1)
        if days is not None and days < least:
            # The constraint is about a field that the form hasn't, so it is left out there.
            self.add_error(
                "days", ngettext("%(count)s day at least.", "%(count)s days at least.", least) % {"count": least}
            )
        elif "days" in cleaned:
            try:
                ruling.check_rule(
                    what=What(self.instance.what), days=cleaned["days"], meant=cleaned["meant"], now=timezone.now()
                )
            except ruling.ShorterError as shorter:
                self.add_error("meant", _too_short(shorter.rows))
        return cleaned


def _too_short(rows: int) -> str:
    words = ngettext(
        "This is shorter than now: %(count)s row is older and would go. Tick the box if you mean it.",
        "This is shorter than now: %(count)s rows are older and would go. Tick the box if you mean it.",
        rows,
    )
    return words % {"count": rows}
