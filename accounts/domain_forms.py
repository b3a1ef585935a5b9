"""The admin's form of a domain: a column of JSON as fields of its own, and a secret that is written and never read."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import Domain, Provider
from accounts.sign_in.claims_map import OURS
from accounts.sign_in.client_auth import CredentialError, as_credential, new_key, read_key, sealed
from accounts.sign_in.discovery import ProviderUnavailableError
from accounts.sign_in.trying import accepts_client_auth

LABELS = {
    "product": _("product"),
    "plan": _("plan"),
    "role": _("role"),
    "org": _("organization"),
    "org_name": _("name of the organization"),
}
_SHARED = {Provider.ClientAuth.BASIC, Provider.ClientAuth.POST}


def _lines(table: Mapping[str, str]) -> str:
    return "\n".join(f"{theirs} = {ours}" for theirs, ours in table.items())


class CredentialForm(forms.ModelForm):  # type: ignore[type-arg]
    """A provider with a secret that is written and never read."""

    credential = forms.CharField(
        label=capfirst(_("client secret or private key")),
        required=False,
        strip=True,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = bool(self.instance.sealed_credential)
        self.fields["credential"].help_text = (
            _("One is kept; nobody can read it here. What is typed replaces it; for private_key_jwt a PEM or JWK.")
            if kept
            else _("For private_key_jwt a private key as PEM or JWK; left empty, one is made here.")
        )

    def _keep_credential(self, way: str, typed: str) -> None:
        changed = "client_auth" in self.changed_data or self.instance.pk is None
        same_kind = self._kind(way) == self._kind(self.initial.get("client_auth", ""))
        if way == Provider.ClientAuth.NONE:
            if typed:
                self.add_error("client_auth", _("A secret or key was given: choose how it is shown."))
            self.instance.sealed_credential = ""
        elif typed and way == Provider.ClientAuth.KEY:
            try:
                self.instance.sealed_credential = sealed(as_credential(read_key(typed)))
            except CredentialError:
                self.add_error("credential", _("Not a private key: RSA of 2048 bits or more, P-256, or Ed25519."))
        elif typed:
            self.instance.sealed_credential = sealed(typed)
        elif not self.instance.sealed_credential or not same_kind:
            if way == Provider.ClientAuth.KEY:
                self.instance.sealed_credential = sealed(as_credential(new_key()))
            else:
                self.add_error("credential", _("The client secret is needed for that."))
        if (changed or "issuer" in self.changed_data) and not self.errors:
            self._ask_provider(way)

    @staticmethod
    def _kind(way: str) -> str:
        return "secret" if way in _SHARED else way

    def _ask_provider(self, way: str) -> None:
        """A way that the provider doesn't know is refused here; one that can't be reached now is not in the way."""
        asked = self._meta.model(issuer=self.cleaned_data.get("issuer", ""), client_auth=way)
        try:
            known = accepts_client_auth(asked)
        except ProviderUnavailableError:
            return
        if known is not None:
            text = _("%(issuer)s doesn’t take that. It takes: %(known)s.")
            params = {"issuer": asked.issuer, "known": ", ".join(known)}
            self.add_error("client_auth", ValidationError(text, params=params))


class DomainForm(CredentialForm):
    """A domain; each of OURS has the fields <name>_claim, <name>_values and <name>_default."""

    class Meta:
        model = Domain
        exclude: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for ours in OURS:
            part = (self.instance.claims_map or {}).get(ours, {})
            self.initial[f"{ours}_claim"] = part.get("claim", "")
            self.initial[f"{ours}_values"] = _lines(part.get("values", {}))
            self.initial[f"{ours}_default"] = part.get("default", "")

    def _read_part(self, ours: str) -> dict[str, Any]:
        """The map's part as it was typed; what was left empty isn't in it."""
        table: dict[str, str] = {}
        for line in self.cleaned_data.get(f"{ours}_values", "").splitlines():
            theirs, equals, word = line.rpartition("=")
            if not line.strip():
                continue
            if not equals or not theirs.strip() or not word.strip():
                self.add_error(f"{ours}_values", _("Write each line as: their value = our value."))
                break
            table[theirs.strip()] = word.strip()
        part = {
            "claim": self.cleaned_data.get(f"{ours}_claim", ""),
            "values": table,
            "default": self.cleaned_data.get(f"{ours}_default", ""),
        }
        if ours == "product" and {*table.values(), part["default"]} - {"", self.cleaned_data.get("product")}:
            self.add_error("product_values", _("Only this domain’s own product can be meant here."))
        return {name: value for name, value in part.items() if value}

    def clean(self) -> dict[str, Any]:
        """Keeps the map and the credential on the row. Asks the provider which ways it knows where that has changed."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        parts = {ours: self._read_part(ours) for ours in OURS}
        self.instance.claims_map = {ours: part for ours, part in parts.items() if part}
        way = cleaned.get("client_auth")
        if way:
            self._keep_credential(way, cleaned.get("credential", ""))
        return cleaned


def _claim_fields() -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for ours in OURS:
        fields[f"{ours}_claim"] = forms.CharField(
            label=capfirst(_("claim")),
            required=False,
            max_length=200,
            widget=forms.TextInput(attrs={"placeholder": ours}),
        )
        fields[f"{ours}_values"] = forms.CharField(
            label=capfirst(_("values")),
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 2, "cols": 32}),
        )
        fields[f"{ours}_default"] = forms.CharField(label=capfirst(_("otherwise")), required=False, max_length=200)
    return fields


DomainForm.base_fields |= _claim_fields()
DomainForm.declared_fields |= _claim_fields()
