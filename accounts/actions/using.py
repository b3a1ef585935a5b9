"""Tokens count once: of two processes with the same one, one is refused."""

from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from accounts.models import Domain, StaffProvider, UsedToken
from accounts.sign_in.claims import LEEWAY
from accounts.sign_in.refusals import ReplayedError


def digest(token: str) -> str:
    """What the database keeps of a token."""
    return sha256(token.encode()).hexdigest()


def use_token(*, issuer: Domain | StaffProvider, token_id: str, expires_at: datetime) -> None:
    """The unique constraint decides; in the caller's transaction. Raises ReplayedError for a used one."""
    whose = {"domain" if isinstance(issuer, Domain) else "provider": issuer}
    try:
        with transaction.atomic():
            UsedToken.objects.create(digest=digest(token_id), expires_at=expires_at + LEEWAY, **whose)
    except IntegrityError as error:
        raise ReplayedError from error
