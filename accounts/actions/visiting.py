"""What happens to visits: start, go on, sign in, sign out. The only place that writes visitors and customers."""

import logging
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.entitlements import is_known
from accounts.identity import Identity
from accounts.models import Customer, Domain, Organisation, UsedToken, Visitor
from accounts.querysets import VisitorQuerySet
from accounts.sign_in.claims import LEEWAY, Claims
from accounts.sign_in.refusals import ReplayedError

logger = logging.getLogger(__name__)

_BATCH = 5000


def digest(token: str) -> str:
    """What the database keeps of a visitor's token."""
    return sha256(token.encode()).hexdigest()


def _new_token() -> tuple[str, str]:
    token = secrets.token_urlsafe(32)
    return token, digest(token)


def _age() -> timedelta:
    return timedelta(seconds=settings.VISITOR_AGE)


def start_visit(*, now: datetime) -> tuple[Visitor, str]:
    """A visitor who isn't signed in, and the token that its browser keeps."""
    token, kept = _new_token()
    visitor = Visitor.objects.create(token_digest=kept, created_at=now, last_seen_at=now, expires_at=now + _age())
    return visitor, token


def continue_visit(*, visitor: Visitor, now: datetime) -> None:
    """The visitor acted: the visit lasts on from now."""
    Visitor.objects.filter(pk=visitor.pk).update(last_seen_at=now, expires_at=now + _age())


@transaction.atomic
def sign_in(*, visitor: Visitor | None, domain: Domain, claims: Claims, now: datetime) -> tuple[Visitor, str]:
    """The signed-in visitor and its new token; what the visitor did before signing in stays with it.

    A visit of another customer ends instead, so that nobody inherits its drafts. Raises ReplayedError for a used token.
    """
    _use_token(domain=domain, claims=claims)
    customer = _know_customer(claims=claims, now=now)
    row = Visitor.objects.select_for_update().filter(pk=visitor.pk).first() if visitor else None
    if row is not None and row.customer_id not in (None, customer.pk):
        _end(row, now=now)
        row = None
    row = row or Visitor(created_at=now)
    token, row.token_digest = _new_token()
    row.customer, row.domain = customer, domain
    row.plan, row.role = claims.plan, claims.role
    row.last_seen_at, row.expires_at = now, now + _age()
    row.save()
    _warn_of_unknown(claims)
    return row, token


@transaction.atomic
def sign_out(*, visitor: Visitor, now: datetime) -> None:
    """The visit is over: nothing in the browser opens it again. What was written stays with the customer."""
    row = Visitor.objects.select_for_update().get(pk=visitor.pk)
    _end(row, now=now)


def forget_used_tokens(*, now: datetime) -> int:
    """Drops the digests of tokens that have expired anyway; how many there were."""
    return UsedToken.objects.filter(expires_at__lte=now).delete()[0]


def forget_visitors(*, visitors: VisitorQuerySet) -> int:
    """Deletes these visits, a batch at a time; how many there were. What customers wrote stays theirs."""
    gone = 0
    while batch := list(visitors.values_list("pk", flat=True)[:_BATCH]):
        Visitor.objects.filter(pk__in=batch).delete()
        gone += len(batch)
    return gone


def _end(row: Visitor, *, now: datetime) -> None:
    _lost, row.token_digest = _new_token()
    row.expires_at = now
    row.save(update_fields=["token_digest", "expires_at"])


def _use_token(*, domain: Domain, claims: Claims) -> None:
    """The unique constraint decides, so of two processes with the same token one is refused."""
    if not claims.token_id:
        return
    try:
        with transaction.atomic():
            UsedToken.objects.create(
                domain=domain, digest=digest(claims.token_id), expires_at=claims.expires_at + LEEWAY
            )
    except IntegrityError as error:
        raise ReplayedError from error


def _know_customer(*, claims: Claims, now: datetime) -> Customer:
    """The customer's row as the token describes it now."""
    organisation = None
    if claims.organisation:
        organisation, _made = Organisation.objects.update_or_create(
            product=claims.product,
            external_id=claims.organisation,
            defaults={"name": claims.organisation_name} if claims.organisation_name else {},
        )
    customer, _made = Customer.objects.update_or_create(
        product=claims.product,
        subject=claims.subject,
        defaults={
            "email": claims.email,
            "name": claims.name,
            "locale": claims.locale,
            "organisation": organisation,
            "last_seen_at": now,
        },
    )
    return customer


def _warn_of_unknown(claims: Claims) -> None:
    identity = Identity(claims.subject, claims.email, claims.product, plan=claims.plan, role=claims.role)
    if not is_known(identity):
        logger.warning(
            "Unknown plan %r or role %r from %s: treated as the least entitled.",
            claims.plan,
            claims.role,
            claims.product,
        )
