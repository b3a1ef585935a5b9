"""Makes endpoints and their secrets, and switches them on and off."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from procrastinate.contrib.django import app

from accounts.audit.actions import enter
from accounts.models import User
from accounts.sealing import SealBrokenError, seal, unseal
from webhooks import signing
from webhooks.models import Delivery, Endpoint

# How long the secret before still signs beside the new one.
BOTH_HOLD = timedelta(hours=24)
# So many endpoints at most are on: each is told of in the transaction of the change.
MOST = 20
TELL_OWNER = "webhooks.tell_owner"
_PURPOSE = "webhooks"
_AT_REST = {"failing_since": None, "failures": 0, "rests_until": None, "stopped_because": "", "stopped_at": None}


class TooManyError(Exception):
    """So many are on already."""


@transaction.atomic
def make_endpoint(
    *, owner: User, name: str, url: str, kinds: Sequence[str], with_reports: bool, now: datetime
) -> tuple[Endpoint, str]:
    """An endpoint of this member of staff, and its secret, which nobody is shown again. Raises TooManyError."""
    _make_sure_there_is_room()
    secret = signing.new_secret()
    endpoint = Endpoint.objects.create(
        owner=owner, name=name, url=url, kinds=list(kinds), with_reports=with_reports,
        secret=seal(secret, purpose=_PURPOSE), created_at=now,
    )  # fmt: skip
    return endpoint, secret


@transaction.atomic
def change_endpoint(*, endpoint: Endpoint, name: str, url: str, kinds: Sequence[str], with_reports: bool) -> None:
    """Have it listen elsewhere or for something else, from now on; what waits goes to the new address."""
    changes = {"name": name, "url": url, "kinds": list(kinds), "with_reports": with_reports}
    Endpoint.objects.filter(pk=endpoint.pk).update(**changes)


@transaction.atomic
def renew_secret(*, endpoint: Endpoint, now: datetime) -> str:
    """A new secret, which nobody is shown again; for a day the one before signs as well."""
    row = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    secret = signing.new_secret()
    row.former_secret, row.former_until = row.secret, now + BOTH_HOLD
    row.secret = seal(secret, purpose=_PURPOSE)
    row.save(update_fields=["secret", "former_secret", "former_until"])
    return secret


def secrets_of(endpoint: Endpoint, now: datetime) -> list[str]:
    """Those that sign now, the newest first. Raises SealBrokenError where SECRET_KEY is another one by now."""
    known = [unseal(endpoint.secret, purpose=_PURPOSE)]
    if endpoint.former_until is not None and now < endpoint.former_until:
        with suppress(SealBrokenError):
            known.append(unseal(endpoint.former_secret, purpose=_PURPOSE))
    return known


@transaction.atomic
def switch_on(*, endpoint: Endpoint) -> None:
    """Tell it what happens from now on; what failed before is sent when staff say so. Raises TooManyError."""
    if not Endpoint.objects.filter(pk=endpoint.pk, is_on=True).exists():
        _make_sure_there_is_room()
        Endpoint.objects.filter(pk=endpoint.pk).update(is_on=True, **_AT_REST)


@transaction.atomic
def switch_off(*, endpoint: Endpoint, because: Endpoint.Stop | None = None, now: datetime) -> bool:
    """Tell it nothing any more; whether it was on. What waited has failed, and can be sent again.

    Where nobody pressed for it there is a reason, which goes into the audit trail and to whoever made it.
    """
    told = {"is_on": False, "rests_until": None, "stopped_because": because or "", "stopped_at": now}
    if not Endpoint.objects.filter(pk=endpoint.pk, is_on=True).update(**told):
        return False
    waiting = Delivery.objects.filter(endpoint=endpoint, state=Delivery.State.WAITING)
    waiting.update(state=Delivery.State.FAILED, next_at=None, error="stopped")
    if because:
        details = {"name": endpoint.name, "reason": str(because)}
        enter(kind="webhook_stopped", staff=None, about=endpoint, outcome="failed", details=details)
        app.configure_task(TELL_OWNER, queue="mail").defer(endpoint_id=endpoint.pk)
    return True


def _make_sure_there_is_room() -> None:
    if Endpoint.objects.filter(is_on=True).count() >= MOST:
        raise TooManyError


def forget_former_secrets(*, now: datetime) -> int:
    """Delete the secrets that sign no more; how many."""
    over = Endpoint.objects.filter(former_until__lte=now)
    return over.update(former_secret="", former_until=None)
