"""Tries a domain's provider as a sign-in would, and says in words what is right and what is missing. No rows change."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import Domain, Provider
from accounts.sign_in.algorithms import OF_PROVIDERS
from accounts.sign_in.client_auth import CredentialError, session_for
from accounts.sign_in.discovery import ProviderUnavailableError, address_of, check_issuer, described, usable
from accounts.sign_in.keys import usable_keys
from accounts.sign_in.provider import scope_of
from web.outbound import fetch_json

# What a provider takes that doesn't say (OpenID Connect Discovery 1.0 §3).
_UNSAID = ["client_secret_basic"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `kind` is "ok", "note" or "wrong"."""

    kind: str
    text: str | Promise


def accepts_client_auth(domain: Provider) -> list[str] | None:
    """None when the provider takes the row's way of showing who we are, else those that it takes.

    Many take public clients without saying so. Raises ProviderUnavailableError.
    """
    return _refuses(described(domain), domain)


def _refuses(document: dict[str, Any], domain: Provider) -> list[str] | None:
    known = document.get("token_endpoint_auth_methods_supported", _UNSAID)
    known = [str(each) for each in known] if isinstance(known, list) else _UNSAID
    return None if domain.client_auth == Provider.ClientAuth.NONE or domain.client_auth in known else known


def own_addresses(host: str) -> dict[str, str]:
    """What must be registered at the provider, by name."""
    names = {
        "redirect": reverse("sign_in_callback"),
        "post_logout": reverse("sign_out_callback"),
        "back_channel": reverse("back_channel_logout"),
        "keys": reverse("client_keys", args=[host]) if host else "",
    }
    return {name: settings.SITE_URL + path for name, path in names.items() if path}


def try_out(domain: Provider) -> list[Finding]:
    """What a sign-in would meet now; nothing kept from before is used."""
    try:
        document = fetch_json(address_of(domain))
        check_issuer(document, domain)
    except (requests.RequestException, ProviderUnavailableError) as error:
        text = _("The description at %(address)s can’t be used: %(error)s")
        return [Finding("wrong", text % {"address": address_of(domain), "error": str(error)[:300]})]
    found = [Finding("ok", _("The description at %(address)s is there.") % {"address": address_of(domain)})]
    of_customers = (_userinfo, _silence) if isinstance(domain, Domain) else ()
    for look in (_endpoints, _keys, _algorithms, _pkce, _scopes, _credential, _logout, *of_customers):
        found.extend(look(document, domain))
    return found


def _says(document: dict[str, Any], name: str) -> list[str]:
    value = document.get(name)
    return [str(each) for each in value] if isinstance(value, list) else []


def _endpoints(document: dict[str, Any], domain: Provider) -> Iterator[Finding]:
    for name in ("authorization_endpoint", "token_endpoint"):
        if not usable(document.get(name)):
            yield Finding("wrong", _("It names no usable %(name)s.") % {"name": name})
    types = _says(document, "response_types_supported")
    if types and "code" not in types:
        yield Finding("wrong", _("It doesn’t offer the authorization code flow (response type “code”)."))


def _keys(document: dict[str, Any], domain: Provider) -> Iterator[Finding]:
    address = domain.jwks_url or usable(document.get("jwks_uri"))
    try:
        count = len(usable_keys(fetch_json(address).get("keys"))) if address else 0
    except requests.RequestException as error:
        yield Finding("wrong", _("Its keys can’t be fetched: %(error)s") % {"error": str(error)[:300]})
        return
    if count:
        yield Finding("ok", _("Its keys are at %(address)s; usable: %(count)s.") % {"address": address, "count": count})
    else:
        yield Finding("wrong", _("It publishes no key that we can use (RSA of 2048 bits, P-256, Ed25519)."))


def _algorithms(document: dict[str, Any], domain: Provider) -> Iterator[Finding]:
    offered = _says(document, "id_token_signing_alg_values_supported")
    if offered and not OF_PROVIDERS & set(offered):
        text = _("It signs ID tokens with %(offered)s alone; we take %(taken)s.")
        yield Finding("wrong", text % {"offered": ", ".join(offered), "taken": ", ".join(sorted(OF_PROVIDERS))})


def _pkce(document: dict[str, Any], domain: Provider) -> Iterator[Finding]:
    if "S256" in _says(document, "code_challenge_methods_supported"):
        yield Finding("ok", _("It knows PKCE (S256)."))
    elif domain.client_auth == Provider.ClientAuth.NONE:
        yield Finding("note", _("It doesn’t say that it knows PKCE (S256): a public client has no other protection."))


def _scopes(document: dict[str, Any], domain: Provider) -> Iterator[Finding]:
    offered = _says(document, "scopes_supported")
    missing = [scope for scope in scope_of(domain).split() if offered and scope not in offered]
    if missing:
        yield Finding("note", _("Scopes that it doesn’t name: %(missing)s.") % {"missing": ", ".join(missing)})


def _credential(document: dict[str, Any], domain: Provider) -> Iterator[Finding]:
    """By a code that nobody was given: who knows us says that the code is wrong, who doesn't that the client is."""
    if (known := _refuses(document, domain)) is not None:
        text = _("It doesn’t take %(way)s. It takes: %(known)s.")
        yield Finding("wrong", text % {"way": domain.client_auth, "known": ", ".join(known)})
        return
    address, redirect = usable(document.get("token_endpoint")), own_addresses("")["redirect"]
    if not address:
        return
    try:
        with session_for(domain, redirect_uri=redirect, scope=scope_of(domain)) as session:
            session.fetch_token(
                address, grant_type="authorization_code", code="x", code_verifier="x" * 43, redirect_uri=redirect
            )
        yield Finding("wrong", _("It redeemed a code that nobody was given."))
    except CredentialError as error:
        yield Finding(
            "wrong", _("The secret or key kept here can’t be used (%(error)s): enter it anew.") % {"error": error}
        )
    except AuthlibBaseError as error:
        if error.error in {"invalid_client", "unauthorized_client"}:
            said = error.description or error.error
            text = _("It doesn’t accept us as its client: %(error)s. Look at the client id, and at the secret or key.")
            yield Finding("wrong", text % {"error": str(said)[:300]})
            if domain.has_key:
                yield Finding("note", _("Does it know our key set, and whom the signature is for?"))
        else:
            yield Finding("ok", _("It knows us as its client (%(way)s).") % {"way": domain.client_auth})
    except (requests.RequestException, ValueError) as error:
        yield Finding("wrong", _("Its token endpoint can’t be used: %(error)s") % {"error": str(error)[:300]})


def _userinfo(document: dict[str, Any], domain: Provider) -> Iterator[Finding]:
    if not usable(document.get("userinfo_endpoint")):
        yield Finding("note", _("It has no userinfo endpoint: everything must be in the ID token."))


def _logout(document: dict[str, Any], domain: Provider) -> Iterator[Finding]:
    if usable(document.get("end_session_endpoint")):
        yield Finding("ok", _("Who logs out here is logged out there."))
    else:
        yield Finding("note", _("It offers no logout (end_session_endpoint): who logs out here stays logged in there."))
    if document.get("backchannel_logout_supported") is not True:
        yield Finding(
            "note", _("It offers no back-channel logout: who logs out there stays logged in here for a while.")
        )


def _silence(document: dict[str, Any], domain: Provider) -> Iterator[Finding]:
    """Whether a hidden frame may have an answer, where the row says so. Names under one another may share a site."""
    if not domain.silent_sign_in:
        return
    known = document.get("prompt_values_supported")
    if isinstance(known, list) and "none" not in known:
        yield Finding("wrong", _("It doesn’t answer without a page (prompt=none): don’t have it asked in silence."))
    login, ours = (urlsplit(each) for each in (usable(document.get("authorization_endpoint")), settings.SITE_URL))
    if login.hostname and _last_names(login.hostname) != _last_names(ours.hostname or ""):
        text = _("%(host)s is another site than ours: asked in silence it answers only with cookies for all sites.")
        yield Finding("note", text % {"host": login.hostname})


def _last_names(host: str) -> list[str]:
    return host.split(".")[-2:]
