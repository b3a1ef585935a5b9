"""From the code that somebody brings from a provider to who they are. Changes nothing in the database."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Domain
from accounts.sign_in import provider, tokens, userinfo
from accounts.sign_in.claims import Claims, read_claims
from accounts.sign_in.claims_map import in_our_names, lacks
from accounts.sign_in.discovery import offered
from accounts.sign_in.farewell import hint_for
from accounts.sign_in.pending import PendingSignIn


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who it is. `id_token` is what the provider will want to see when they sign out, or "" where it won't."""

    claims: Claims
    id_token: str


def arrive(domain: Domain, attempt: PendingSignIn, *, code: str, redirect_uri: str, now: datetime) -> Arrival:
    """Who brought the code. Raises ProviderUnavailableError or a TokenRefusedError."""
    grant = provider.redeem(domain, code=code, verifier=attempt.verifier, redirect_uri=redirect_uri)
    said = tokens.read_id_token(
        grant.id_token, domain=domain, nonce=attempt.nonce, access_token=grant.access_token, now=now
    )
    payload, elsewhere = said.payload, offered(domain, "userinfo_endpoint")
    if elsewhere and grant.access_token and lacks(payload, domain.claims_map, trusted=domain.trusts_addresses):
        subject = str(payload.get("sub"))
        # What was signed for us stands above what was only said.
        payload = userinfo.ask(domain, elsewhere, access_token=grant.access_token, subject=subject) | payload
    ours = in_our_names(payload, domain.claims_map, product=domain.product, trusted=domain.trusts_addresses)
    claims = read_claims(ours, product=domain.product, issued_at=said.issued_at, expires_at=said.expires_at)
    return Arrival(claims, hint_for(domain, grant.id_token))
