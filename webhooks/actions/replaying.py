"""Sends again what failed, tests an endpoint, finds what is due, and forgets what is old."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from webhooks.actions.announcing import have_sent, queue_job
from webhooks.kinds import Kind
from webhooks.models import Delivery, Endpoint

_State = Delivery.State


class SwitchedOffError(Exception):
    """The endpoint is off: nothing is sent to it."""


@transaction.atomic
def send_test(*, endpoint: Endpoint, now: datetime) -> Delivery:
    """Have a test sent, by the way that all webhooks go. Raises SwitchedOffError."""
    _make_sure_it_is_on(endpoint)
    row = Delivery.objects.create(endpoint=endpoint, kind=Kind.TEST, happened_at=now, next_at=now)
    have_sent(endpoint.pk)
    return row


@transaction.atomic
def send_again(*, row: Delivery, now: datetime) -> bool:
    """Have one sent once more, with the id that it had; whether it didn't wait already. Raises SwitchedOffError."""
    _make_sure_it_is_on(row.endpoint)
    again = Delivery.objects.filter(pk=row.pk).exclude(state=_State.WAITING)
    return _begin_anew(row.endpoint, again, now) > 0


@transaction.atomic
def send_all_again(*, endpoint: Endpoint, since: datetime, now: datetime) -> int:
    """Have all sent once more that happened since then and failed; how many. Raises SwitchedOffError."""
    _make_sure_it_is_on(endpoint)
    failed = Delivery.objects.filter(endpoint=endpoint, state=_State.FAILED, happened_at__gte=since)
    return _begin_anew(endpoint, failed, now)


def _begin_anew(endpoint: Endpoint, rows: QuerySet[Delivery], now: datetime) -> int:
    count = rows.update(state=_State.WAITING, next_at=now, attempts=0, status_code=None, error="")
    if count:
        have_sent(endpoint.pk)
    return count


def queue_due(*, now: datetime) -> int:
    """Have a worker look at each endpoint for which something is due: a retry, or what a job was lost of; how many."""
    due = Delivery.objects.filter(endpoint=OuterRef("pk"), state=_State.WAITING, next_at__lte=now)
    keys = Endpoint.objects.reachable(now).filter(Exists(due)).order_by("pk").values_list("pk", flat=True)
    for key in (found := list(keys)):
        queue_job(key)
    return len(found)


def forget_deliveries(*, keys: Sequence[int]) -> Counter[str]:
    """Delete these, in the caller's transaction."""
    gone = Delivery.objects.filter(pk__in=keys).delete()[0]
    return Counter({Delivery._meta.label: gone} if gone else {})


def _make_sure_it_is_on(endpoint: Endpoint) -> None:
    if not Endpoint.objects.filter(pk=endpoint.pk, is_on=True).exists():
        raise SwitchedOffError
