"""What happens to visits: start, go on, sign in, sign out."""

import logging
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from accounts.actions.knowing import know_customer
from accounts.actions.using import digest, use_token
from accounts.ages import end_of_visit
from accounts.entitlements import is_known
from accounts.identity import Identity
from accounts.models import Customer, Domain, ListedOwner, SupportContact, UsedToken, Visitor
from accounts.querysets import VisitorQuerySet
from accounts.sealing import seal
from accounts.sign_in.claims import Claims, Logout
from accounts.sign_in.farewell import HINT

logger = logging.getLogger(__name__)

# So many are looked for at a time, and so many deleted in one statement.
_MOST, _BATCH = 100_000, 5_000


def _new_token() -> tuple[str, str]:
    token = secrets.token_urlsafe(32)
    return token, digest(token)


def end_of(visitor: Visitor, now: datetime) -> datetime:
    """When the visit is over if it acts now and never again."""
    idle, longest = timedelta(seconds=settings.VISITOR_AGE), timedelta(seconds=settings.SIGN_IN_AGE)
    return end_of_visit(now=now, signed_in_at=visitor.signed_in_at, idle=idle, longest=longest)


def start_visit(*, now: datetime) -> tuple[Visitor, str]:
    """A visitor who isn't signed in, and the token that its browser keeps."""
    token, kept = _new_token()
    visitor = Visitor(token_digest=kept, created_at=now, last_seen_at=now)
    visitor.expires_at = end_of(visitor, now)
    visitor.save()
    return visitor, token


def continue_visit(*, visitor: Visitor, now: datetime) -> None:
    """The visitor acted: the visit lasts on from now, never past the end of the sign-in. An ended one stays so."""
    running = Visitor.objects.filter(pk=visitor.pk, expires_at__gt=now)
    running.update(last_seen_at=now, expires_at=end_of(visitor, now))


@transaction.atomic
def sign_in(
    *, visitor: Visitor | None, domain: Domain, claims: Claims, id_token: str = "", now: datetime
) -> tuple[Visitor, str]:
    """The signed-in visitor and its new token; what the visitor did before signing in stays with it.

    A visit of another customer ends instead, so that nobody inherits its drafts. `id_token` is what the provider will
    want to see when they sign out, or "". Raises ReplayedError for a used token.
    """
    if claims.token_id:
        use_token(issuer=domain, token_id=claims.token_id, expires_at=claims.expires_at)
    customer = know_customer(domain=domain, claims=claims, now=now)
    row = Visitor.objects.select_for_update().filter(pk=visitor.pk).first() if visitor else None
    if row is not None and row.customer_id not in (None, customer.pk):
        _end(row, now=now)
        row = None
    row = row or Visitor(created_at=now)
    token, row.token_digest = _new_token()
    row.customer, row.domain = customer, domain
    row.email, row.name = claims.email, claims.name
    row.plan, row.role, row.session = claims.plan, claims.role, claims.session
    row.sealed_id_token = seal(id_token, purpose=HINT) if id_token else ""
    row.signed_in_at = row.last_seen_at = now
    row.expires_at = end_of(row, now)
    row.save()
    _warn_of_unknown(claims)
    return row, token


@transaction.atomic
def sign_out(*, visitor: Visitor, now: datetime) -> None:
    """The visit is over: nothing in the browser opens it again. What was written stays with the customer."""
    row = Visitor.objects.select_for_update().get(pk=visitor.pk)
    _end(row, now=now)


@transaction.atomic
def end_visits(*, domain: Domain, logout: Logout, now: datetime) -> int:
    """Ends the visits of who signed out at the domain; how many there were. Raises ReplayedError for a used token.

    A session's own visits, and those of its subject that name no session, as an embedded frame's may; without a
    session all that the subject made through this domain.
    """
    use_token(issuer=domain, token_id=logout.token_id, expires_at=logout.expires_at)
    of_subject = Q(customer__in=Customer.objects.filter(domain=domain.home, subject=logout.subject))
    if logout.session and logout.subject:
        meant = of_subject & Q(session__in=[logout.session, ""])
    else:
        meant = Q(session=logout.session) if logout.session else of_subject
    return Visitor.objects.filter(meant, domain=domain, expires_at__gt=now).update(expires_at=now, sealed_id_token="")


def forget_used_tokens(*, now: datetime) -> int:
    """Drops the digests of tokens that have expired anyway; how many there were."""
    return UsedToken.objects.filter(expires_at__lte=now).delete()[0]


def forget_visitors(*, visitors: VisitorQuerySet) -> int:
    """Deletes these visits, a batch at a time; how many there were. What customers wrote stays theirs."""
    gone = 0
    while found := list(visitors.values_list("pk", flat=True)[:_MOST]):
        for batch in batched(found, _BATCH):
            Visitor.objects.filter(pk__in=batch).delete()
        gone += len(found)
    return gone


def forget_customers(*, keys: Iterable[int]) -> Counter[str]:
    """Delete these people and their visits, in the caller's transaction; rows by the model's label.

    What they wrote must be gone before, or goes along as far as it is the customer's.
    """
    return _gone(Customer.objects.filter(pk__in=keys))


def forget_contacts(*, addresses: Sequence[str]) -> Counter[str]:
    """Delete these addresses (in small letters) as organizations' contacts with support and as owners on a list."""
    gone: Counter[str] = Counter()
    for model in (SupportContact, ListedOwner):
        gone += _gone(model._default_manager.alias(address=Lower("email")).filter(address__in=addresses))
    return gone


def _gone(rows: QuerySet[Any]) -> Counter[str]:
    return Counter({label: number for label, number in rows.delete()[1].items() if number})


def _end(row: Visitor, *, now: datetime) -> None:
    _lost, row.token_digest = _new_token()
    row.expires_at, row.sealed_id_token = now, ""
    row.save(update_fields=["token_digest", "expires_at", "sealed_id_token"])


def _warn_of_unknown(claims: Claims) -> None:
    identity = Identity(claims.subject, claims.email, claims.product, plan=claims.plan, role=claims.role)
    if not is_known(identity):
        logger.warning(
            "Unknown plan %r or role %r from %s: treated as the least entitled.",
            claims.plan,
            claims.role,
            claims.product,
        )
