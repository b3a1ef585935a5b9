"""Keeps what solved tickets are near to. Nothing else writes it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import batched

from django.db import transaction
from django.db.models import F, Q, QuerySet

from helpcenter.models import Translation
from messenger.agents.models import ArticleOrigin, Help, Likeness
from messenger.agents.questions import questions, sign
from tickets.models import Ticket

# So many of the newest are compared: more wouldn't be found better, only later.
MOST = 100_000
BATCH = 100
# So many in one run of the worker; the next run goes on.
_AT_ONCE = 1_000
# What was solved before that is for `manage.py remember_solved`.
_LATELY = timedelta(days=2)


def remember_lately(*, now: datetime, most: int = _AT_ONCE) -> int:
    """Sign what was solved, or changed since it was, in the last days; how many. Not in a request: it takes seconds."""
    stale = Q(likeness_at__isnull=True) | Q(likeness_at__lt=F("updated_at"))
    rows = _told_apart().filter(updated_at__gte=now - _LATELY).filter(stale).order_by(*Ticket.LATEST_FIRST)
    keys = list(rows.values_list("pk", flat=True)[:most])
    for batch in batched(keys, BATCH, strict=False):
        remember(tickets=list(Ticket.objects.filter(pk__in=batch)), now=now)
    _keep_the_newest()
    return len(keys)


def remember_all(*, now: datetime) -> Iterator[tuple[int, int]]:
    """Sign the newest MOST solved tickets that aren't yet; after each batch how many are done, of how many."""
    keys = list(Ticket.objects.finished().without_reports().order_by("-pk").values_list("pk", flat=True)[:MOST])
    there = set(Likeness.objects.values_list("pk", flat=True))
    missing = [key for key in keys if key not in there]
    done = 0
    for batch in batched(missing, BATCH, strict=False):
        remember(tickets=list(Ticket.objects.filter(pk__in=batch)), now=now)
        done += len(batch)
        yield done, len(missing)
    _keep_the_newest()


def remember(*, tickets: Sequence[Ticket], now: datetime) -> None:
    """Sign these tickets as they are; one that was deleted or opened again meanwhile is left out."""
    asked = questions(tickets)
    signed = sign([asked[ticket.pk] for ticket in tickets], [ticket.locale for ticket in tickets])
    with transaction.atomic():
        rows = Ticket.objects.finished().without_reports().filter(pk__in=asked)
        there = set(rows.select_for_update(no_key=True, of=("self",)).order_by("pk").values_list("pk", flat=True))
        Likeness.objects.bulk_create(
            [
                Likeness(ticket_id=ticket.pk, space=of.space, meaning=of.meaning, words=of.words, made_at=now)
                for ticket, of in zip(tickets, signed, strict=True)
                if ticket.pk in there
            ],
            update_conflicts=True,
            unique_fields=["ticket"],
            update_fields=["space", "meaning", "words", "made_at"],
        )


@transaction.atomic
def forget(*, keys: Sequence[int]) -> None:
    """Forget what was made of these tickets' texts, as when something was taken out of what they say."""
    Likeness.objects.filter(pk__in=keys).delete()
    Help.objects.filter(ticket__in=keys).delete()


def note_origin(*, translation: Translation, ticket: Ticket, now: datetime) -> None:
    """The text was written from this ticket; saved again it stays so, once."""
    ArticleOrigin.objects.get_or_create(translation=translation, ticket=ticket, defaults={"written_at": now})


def _told_apart() -> QuerySet[Ticket]:
    """Finished tickets with the time of their signs."""
    return Ticket.objects.finished().without_reports().annotate(likeness_at=F("likeness__made_at"))


def _keep_the_newest() -> None:
    last = Likeness.objects.order_by("-pk").values_list("pk", flat=True)[MOST - 1 : MOST].first()
    if last is not None:
        Likeness.objects.filter(pk__lt=last).delete()
