"""From the code that somebody brings from their company's login to what it says of them. Changes nothing."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import StaffProvider
from accounts.sign_in import provider as there
from accounts.sign_in import tokens, userinfo
from accounts.sign_in.claims import session_of
from accounts.sign_in.discovery import offered
from accounts.sign_in.farewell import Farewell, hint_for
from accounts.sign_in.pending import PendingSignIn
from accounts.sso.meeting import Arrived, lacks, read
from accounts.sso.refusals import SsoRefusedError

# Stands before the row's number where a customer's attempt names its host, which has no colon.
_HOST = "staff:"
_JOINING = "staff_joining"


def redirect_uri() -> str:
    """Where every company login sends staff back to."""
    return settings.SITE_URL + reverse("admin:company_login_back")


def host_of(provider: StaffProvider) -> str:
    """What the attempt calls it."""
    return f"{_HOST}{provider.pk}"


def provider_of(attempt: PendingSignIn | Farewell) -> StaffProvider | None:
    """The row that the attempt, to come or to go, was begun at, if it is on; none for a customer's attempt."""
    number = attempt.host.removeprefix(_HOST)
    if number == attempt.host or not number.isdigit():
        return None
    return StaffProvider.objects.on().filter(pk=int(number)).first()


def begin_joining(request: HttpRequest, state: str) -> None:
    """Who is logged in here joins, when they come back with this state."""
    request.session[_JOINING] = state


def is_joining(request: HttpRequest, state: str) -> bool:
    """Whether this is the answer to that; told once."""
    joins = request.session.get(_JOINING) == state
    if joins:
        del request.session[_JOINING]
    return joins


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who it is. `session` is the provider's own name for its session, or ""; `id_token` is what it will want to see
    when they log out, or "" where it won't.
    """

    who: Arrived
    session: str
    id_token: str


def arrive(provider: StaffProvider, attempt: PendingSignIn, *, code: str, now: datetime) -> Arrival:
    """What the provider says of who brought the code.

    Raises ProviderUnavailableError, a TokenRefusedError or SsoRefusedError.
    """
    grant = there.redeem(provider, code=code, verifier=attempt.verifier, redirect_uri=redirect_uri())
    said = tokens.read_id_token(
        grant.id_token, domain=provider, nonce=attempt.nonce, access_token=grant.access_token, now=now
    )
    payload, elsewhere = said.payload, offered(provider, "userinfo_endpoint")
    wants = lacks(payload, groups_claim=provider.groups_claim, trusted=provider.trusts_addresses)
    if elsewhere and grant.access_token and wants:
        more = userinfo.ask(provider, elsewhere, access_token=grant.access_token, subject=str(payload.get("sub")))
        # How they showed who they are is for the signed token alone to say.
        payload = {name: value for name, value in more.items() if name not in {"amr", "acr"}} | payload
    arrived = read(
        payload,
        groups_claim=provider.groups_claim,
        second_step_values=provider.second_step_values,
        trusted=provider.trusts_addresses,
    )
    if arrived is None:
        raise SsoRefusedError("nobody")
    return Arrival(arrived, session_of(said.payload), hint_for(provider, grant.id_token))
