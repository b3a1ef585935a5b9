"""Makes and revokes tokens, notes their use, and keeps which writes were done. Nothing else writes these rows."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import connection, transaction
from django.db.models import Q

from accounts.models import User
from api.models import ApiToken, UsedKey
from web.network import Networks

# So that scanners of code, and people, know what they found.
PREFIX = "hct_"
_SHOWN = 4
_USE_NOTED_EVERY = timedelta(minutes=1)
KEPT_FOR = timedelta(hours=24)


class KeyInUseError(Exception):
    """The first request with this key isn't over yet."""


class KeyReusedError(Exception):
    """The key came before, with another request."""


def digest_of(token: str) -> str:
    """What is kept of a token; it is chance of 256 bits, so nothing slower is needed."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


@transaction.atomic
def make_token(
    *, user: User, name: str, scopes: Sequence[str], networks: Sequence[str], expires_at: datetime
) -> tuple[ApiToken, str]:
    """A token of this member of staff, and its words, which nobody can be shown again."""
    words = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        user=user, name=name, scopes=list(scopes), networks=list(networks), expires_at=expires_at,
        digest=digest_of(words), hint=words[-_SHOWN:],
    )  # fmt: skip
    token.save()
    return token, words


@transaction.atomic
def revoke_token(*, token: ApiToken, now: datetime) -> bool:
    """The token opens nothing any more; whether it did until now."""
    return bool(ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now))


def note_use(*, token: ApiToken, networks: Networks, now: datetime) -> None:
    """When and from where it was used last, to the minute: no row is written for each request."""
    if token.used_at is None or token.used_at <= now - _USE_NOTED_EVERY:
        is_old = Q(used_at=None) | Q(used_at__lte=now - _USE_NOTED_EVERY)
        where = next(iter(networks), "").removesuffix("/32")
        ApiToken.objects.filter(is_old, pk=token.pk).update(used_at=now, used_from=where)


@transaction.atomic
def once(*, token: ApiToken, key: str, fingerprint: str, act: Callable[[], int], now: datetime) -> tuple[int, bool]:
    """Does it, or not where it was done by this key before: the key of what was made, and whether that was now.

    In one transaction with what `act` does: all of it is there, and known to be, or nothing.
    Raises KeyInUseError, KeyReusedError, and what `act` raises.
    """
    digest = sha256(key.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"api:{token.pk}:{digest}"])
        (is_ours,) = cursor.fetchone() or (False,)
    if not is_ours:
        raise KeyInUseError
    known = UsedKey.objects.filter(token=token, digest=digest).first()
    if known is not None and known.created_at <= now - KEPT_FOR:
        known.delete()
        known = None
    if known is not None:
        if known.fingerprint != fingerprint:
            raise KeyReusedError
        return known.made, False
    made = act()
    UsedKey.objects.create(token=token, digest=digest, fingerprint=fingerprint, made=made, created_at=now)
    return made, True


def forget_keys(*, now: datetime) -> int:
    """Deletes the keys whose day is over; how many."""
    return UsedKey.objects.filter(created_at__lte=now - KEPT_FOR).delete()[0]
