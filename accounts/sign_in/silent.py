"""Who somebody is, asked of their product without a page (prompt=none): whom to ask, and what its answer is worth."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils import timezone

from accounts import actions, visits
from accounts.models import Domain, Visitor
from accounts.origins import is_origin
from accounts.sign_in import arriving, audit, pending, provider
from accounts.sign_in.discovery import ProviderUnavailableError, promises_issuer
from accounts.sign_in.refusals import TokenRefusedError

logger = logging.getLogger(__name__)

# Each is a frame, and a round trip of the person's browser.
MOST_ASKED = 3


class NotRecognizedError(Exception):
    """Nobody was signed in. `code` is for programs: the provider's own error, or a word of ours."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Ask:
    """One provider to ask in a frame: its address, the origin that the frame may go to, and what to remember."""

    domain: Domain
    url: str
    origin: str
    attempt: pending.PendingSignIn


def may_recognize(request: HttpRequest, visitor: Visitor | None) -> bool:
    """Whether to ask who is there: nobody has a visit here or logged out, and there is somewhere to ask.

    Who has written something as nobody stays nobody until they say otherwise.
    """
    return visitor is None and not visits.stays_out(request) and Domain.objects.silent().exists()


def may_renew(visitor: Visitor | None) -> bool:
    """Whether the visit's domain says in a frame what its person may do now."""
    domain = visitor.domain if visitor is not None and visitor.customer_id is not None else None
    return domain is not None and domain.silent_sign_in and not domain.is_legacy


def to_ask(request: HttpRequest, visitor: Visitor | None, *, host: str) -> list[Domain]:
    """The domains: where the visit is signed in, if it is about that host, or all that may know who is there."""
    if host:
        domain = visitor.domain if visitor is not None and may_renew(visitor) else None
        return [domain] if domain is not None and domain.host == host else []
    return list(Domain.objects.silent()[:MOST_ASKED]) if may_recognize(request, visitor) else []


def asks(domains: list[Domain], *, redirect_uri: str, locale: str, email: str = "") -> Iterator[Ask]:
    """How to ask each of them; one that can't be reached, or is at no address for a policy, is left out."""
    for domain in domains:
        try:
            departure = provider.depart(
                domain,
                redirect_uri=redirect_uri,
                locale=locale,
                email=email,
                prompt=provider.SILENT,
                state=pending.framed_state(),
            )
        except ProviderUnavailableError as error:
            logger.warning("Nobody to ask at %s: %r", domain.host, str(error))
            continue
        url = urlsplit(departure.url)
        origin = f"{url.scheme}://{url.netloc}"
        if not is_origin(origin):
            logger.warning("No frame for %s: its login is at %r.", domain.host, origin)
            continue
        attempt = pending.PendingSignIn(
            host=domain.host,
            state=departure.state,
            nonce=departure.nonce,
            verifier=departure.verifier,
            next="",
            locale=locale,
            silent=True,
            quiet=True,
        )
        yield Ask(domain, departure.url, origin, attempt)


def is_answer_of(issuer: str | None, domain: Domain) -> bool:
    """Whether the answer names this provider, as it must where the provider promises to (RFC 9207 §2.4)."""
    return issuer == domain.issuer if issuer is not None else not promises_issuer(domain)


def take_answer(
    request: HttpRequest, attempt: pending.PendingSignIn, answer: Mapping[str, str], *, redirect_uri: str
) -> str:
    """Signs in who has no visit here, or renews what the visit's own person may. Raises NotRecognizedError.

    The new visit's token for the browser, or "" where the old one goes on.
    """
    domain = Domain.objects.at(attempt.host)
    visitor = visits.visitor_of(request)
    try:
        if domain is None or domain.is_legacy or not is_answer_of(answer.get("iss"), domain):
            raise NotRecognizedError("wrong_provider")
        if "code" not in answer:
            raise NotRecognizedError(_code_of(answer))
        _check_visit(request, visitor, attempt)
        row, token = _come_in(domain, attempt, visitor, code=answer["code"], redirect_uri=redirect_uri)
    except NotRecognizedError as refused:
        audit.note("silent_sign_in", request=request, outcome="refused", domain=domain, reason=refused.code)
        raise
    except TokenRefusedError as error:
        logger.warning("Token from %s refused: %r", attempt.host, str(error))
        audit.note("silent_sign_in", request=request, outcome="refused", domain=domain, reason=error.code)
        raise NotRecognizedError(error.code) from error
    except ProviderUnavailableError as error:
        logger.warning("Silent sign-in at %s failed: %r", attempt.host, str(error))
        audit.note("silent_sign_in", request=request, outcome="failed", domain=domain, reason="provider_unavailable")
        raise NotRecognizedError("provider_unavailable") from error
    audit.note("silent_sign_in", request=request, domain=domain, customer=row.customer)
    return token


def _check_visit(request: HttpRequest, visitor: Visitor | None, attempt: pending.PendingSignIn) -> None:
    """Raises NotRecognizedError where somebody has acted meanwhile: what they did counts more than what was asked."""
    if visitor is None and not pending.is_framed(attempt.state):
        raise NotRecognizedError("visit_is_over")
    if visitor is None and visits.stays_out(request):
        raise NotRecognizedError("logged_out")
    if visitor is not None and visitor.customer_id is None:
        raise NotRecognizedError("visit_has_begun")


def _come_in(
    domain: Domain, attempt: pending.PendingSignIn, visitor: Visitor | None, *, code: str, redirect_uri: str
) -> tuple[Visitor, str]:
    now = timezone.now()
    arrival = arriving.arrive(domain, attempt, code=code, redirect_uri=redirect_uri, now=now)
    claims, id_token = arrival.claims, arrival.id_token
    if visitor is None:
        return actions.sign_in(visitor=None, domain=domain, claims=claims, id_token=id_token, now=now)
    try:
        row = actions.renew_rights(visitor=visitor, domain=domain, claims=claims, id_token=id_token, now=now)
    except actions.SomebodyElseError as error:
        raise NotRecognizedError("somebody_else") from error
    return row, ""


def _code_of(answer: Mapping[str, str]) -> str:
    """The provider's error, if it is one that specifications name; a stranger's words aren't repeated."""
    known = {
        "login_required",
        "interaction_required",
        "consent_required",
        "account_selection_required",
        "access_denied",
        "invalid_request",
        "server_error",
        "temporarily_unavailable",
    }
    error = answer.get("error", "")
    return error if error in known else "no_code"
