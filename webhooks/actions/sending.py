"""Sends what waits for one endpoint, one after the other, and writes down how each went.

A worker claims a row, sends outside of any transaction, and settles; the claim of one that died lapses.
"""

import json
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from accounts.sealing import SealBrokenError
from webhooks import posting, retries, signing
from webhooks.actions.endpoints import secrets_of, switch_off
from webhooks.kinds import Kind
from webhooks.models import Delivery, Endpoint
from webhooks.posting import Answer

logger = logging.getLogger(__name__)
# A worker has a webhook in hand for posting.TOTAL seconds, and for as long as the resolver takes.
CLAIM_LASTS = timedelta(seconds=90)
# After so many seconds another endpoint's turn comes.
TURN = 20.0
_GONE = 410
_REFUSED = Answer(error="ours")
type DataOf = Callable[[Endpoint, Delivery], dict[str, Any] | None]
_State = Delivery.State


def send_due(*, endpoint_id: int, data_of: DataOf) -> bool:
    """Send what is due to the endpoint with this key, as long as its turn lasts; whether more may be due.

    `data_of` says what is told of a thing, or None where there is nothing that the endpoint's owner may see.
    """
    until = time.monotonic() + TURN
    while time.monotonic() < until:
        row = claim(endpoint_id=endpoint_id, now=timezone.now())
        if row is None:
            return False
        _send(row, data_of)
    return True


@transaction.atomic
def claim(*, endpoint_id: int, now: datetime) -> Delivery | None:
    """What is to be sent next, as this worker's alone; None where nothing is due or the endpoint is left alone."""
    endpoint = Endpoint.objects.reachable(now).select_related("owner").filter(pk=endpoint_id).first()
    if endpoint is None:
        return None
    due = Delivery.objects.filter(endpoint=endpoint, state=_State.WAITING, next_at__lte=now)
    row = due.select_for_update(skip_locked=True, of=("self",)).order_by("next_at", "pk").first()
    if row is None:
        return None
    row.endpoint = endpoint
    row.attempts, row.next_at, row.tried_at = row.attempts + 1, now + CLAIM_LASTS, now
    row.save(update_fields=["attempts", "next_at", "tried_at"])
    return row


def _send(row: Delivery, data_of: DataOf) -> None:
    endpoint, began = row.endpoint, time.monotonic()
    if not _is_staff(endpoint.owner):
        switch_off(endpoint=endpoint, because=Endpoint.Stop.OWNER, now=timezone.now())
        return
    try:
        body = _body(row, data_of)
        if body is None:
            _settle(row, state=_State.LEFT_OUT, next_at=None)
            return
        answer = _post(row, body)
    except SealBrokenError:
        switch_off(endpoint=endpoint, because=Endpoint.Stop.SEALED, now=timezone.now())
        return
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("Webhook %s can't be sent", row.pk)
        answer = _REFUSED
    took = round((time.monotonic() - began) * 1000)
    settle(row=row, answer=answer, took_ms=took, now=timezone.now())


def _is_staff(owner: User | None) -> bool:
    return owner is not None and owner.is_active and owner.is_staff


def _body(row: Delivery, data_of: DataOf) -> bytes | None:
    """The JSON of the wire; a test says nothing of anybody."""
    told = {"endpoint": row.endpoint.name} if row.kind == Kind.TEST else data_of(row.endpoint, row)
    if told is None:
        return None
    at = row.happened_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps({"type": row.kind, "timestamp": at, "data": told}, ensure_ascii=False).encode()


def _post(row: Delivery, body: bytes) -> Answer:
    now = timezone.now()
    signed = signing.headers(
        secrets_of(row.endpoint, now), message_id=row.message_id, timestamp=int(now.timestamp()), body=body
    )
    return posting.post(row.endpoint.url, body=body, headers={"Content-Type": "application/json", **signed})


@transaction.atomic
def settle(*, row: Delivery, answer: Answer, took_ms: int, now: datetime) -> None:
    """Write down what came of an attempt, on the row and on its endpoint."""
    told = {"status_code": answer.status, "error": answer.error, "took_ms": took_ms}
    if answer.is_good:
        _settle(row, state=_State.SENT, next_at=None, **told)
        _answers_again(row.endpoint, now)
        return
    wait = None if answer.status == _GONE else retries.wait_after(row.attempts)
    if wait is None:
        _settle(row, state=_State.FAILED, next_at=None, **told)
    else:
        _settle(row, state=_State.WAITING, next_at=now + wait, **told)
    if answer.status == _GONE:
        switch_off(endpoint=row.endpoint, because=Endpoint.Stop.GONE, now=now)
    elif answer is not _REFUSED:
        _failed(row.endpoint, answer, now)


def _settle(row: Delivery, **columns: Any) -> None:
    """Unless another worker has it by now, or somebody switched the endpoint off: their word counts."""
    mine = Delivery.objects.filter(pk=row.pk, state=_State.WAITING, attempts=row.attempts)
    # What a receiver has is there, whoever claimed it since.
    rows = Delivery.objects.filter(pk=row.pk) if columns["state"] == _State.SENT else mine
    rows.update(**columns)


def _answers_again(endpoint: Endpoint, now: datetime) -> None:
    """What waits for a receiver that couldn't be reached goes as soon as it can."""
    if endpoint.failing_since is None and endpoint.rests_until is None:
        return
    Endpoint.objects.filter(pk=endpoint.pk).update(failing_since=None, failures=0, rests_until=None)
    if endpoint.failures:
        claimed = now + CLAIM_LASTS
        waiting = Delivery.objects.filter(endpoint=endpoint, state=_State.WAITING, next_at__gt=claimed)
        waiting.filter(attempts__gt=0).update(next_at=now)


def _failed(endpoint: Endpoint, answer: Answer, now: datetime) -> None:
    """Leave it alone for a while unless it only refused one message, and for good after days of nothing else."""
    rows = Endpoint.objects.filter(pk=endpoint.pk)
    rows.update(failing_since=Coalesce(F("failing_since"), now))
    if not answer.is_of_the_message:
        rest = retries.rest_after(endpoint.failures + 1, asked=answer.wait)
        rows.update(failures=F("failures") + 1, rests_until=now + rest)
    if endpoint.failing_since is not None and endpoint.failing_since <= now - retries.STOPS_AFTER:
        switch_off(endpoint=endpoint, because=Endpoint.Stop.FAILING, now=now)
