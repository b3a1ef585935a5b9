"""The admin's forms of a company login and of the policy, which refuse to shut everybody out."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.domain_forms import CredentialForm
from accounts.models import Provider, StaffBinding, StaffPolicy, StaffProvider
from accounts.sso.offers import admin_has_come_in_by, can_open, is_only_way

_WAYS = [Provider.ClientAuth.BASIC, Provider.ClientAuth.POST, Provider.ClientAuth.NONE]


class LinesField(forms.Field):
    """A list of words, one a line; empty lines are nobody's."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(line.strip() for line in str(value or "").splitlines() if line.strip()))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != list(initial or [])


class StaffProviderForm(CredentialForm):
    """A company login."""

    email_domains = LinesField(required=False)
    second_step_values = LinesField(required=False)

    class Meta:
        model = StaffProvider
        exclude: ClassVar[list[str]] = ["assertion_audience"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("email_domains", "second_step_values"):
            field: Any = StaffProvider._meta.get_field(name)
            self.fields[name].label, self.fields[name].help_text = capfirst(field.verbose_name), field.help_text
        self.fields["client_auth"].choices = [(way.value, way.label) for way in _WAYS]  # type: ignore[attr-defined]
        self.fields["credential"].label = _("Client secret")
        kept = _("One is kept; nobody can read it here. What is typed replaces it.")
        self.fields["credential"].help_text = kept if self.instance.sealed_credential else ""

    def clean_issuer(self) -> str:
        """Who is whom rests on it: another issuer's subjects are other people."""
        issuer = str(self.cleaned_data["issuer"])
        was = self.initial.get("issuer", issuer)
        if issuer != was and StaffBinding.objects.filter(provider=self.instance).exists():
            raise ValidationError(
                _("Users are joined to it, whom another issuer could pretend to be. Add another one.")
            )
        return issuer

    def clean_email_domains(self) -> list[str]:
        """In small letters, without an @."""
        domains = [each.lower().removeprefix("@") for each in self.cleaned_data["email_domains"]]
        if wrong := [each for each in domains if "@" in each or "." not in each or len(each) > 253]:
            raise ValidationError(_("“%(value)s” is no domain."), params={"value": wrong[0]})
        return domains

    def clean_is_on(self) -> bool:
        """The last one that opens stays, while nothing else does."""
        is_on = bool(self.cleaned_data["is_on"])
        if not is_on and self.instance.pk and is_only_way() and not admin_has_come_in_by(besides=self.instance):
            raise ValidationError(
                _("The policy lets nobody in with a password, and no admin by another company login.")
            )
        return is_on

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if way := cleaned.get("client_auth"):
            self._keep_credential(way, cleaned.get("credential", ""))
        return cleaned


class PolicyForm(forms.ModelForm[StaffPolicy]):
    """What is asked of staff. Passwords are shut only where an admin is known to get in without, and one with."""

    class Meta:
        model = StaffPolicy
        fields = ("second_step", "sso_only", "break_glass")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("sso_only"):
            return cleaned
        if not is_only_way() and not admin_has_come_in_by():
            text = _(
                "First an admin must have logged in by a company login that is on: join yours, log out, and log in."
            )
            self.add_error("sso_only", text)
        if not can_open(cleaned.get("break_glass") or ()):
            text = _("Name at least one superuser who is active and has a password, for the day when it is away.")
            self.add_error("break_glass", text)
        return cleaned
