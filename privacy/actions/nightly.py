"""Forgets what the rules say, a batch a transaction: what is killed in between goes on with the next run."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.contrib.admin.models import LogEntry
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.actions import forget_visitors
from accounts.audit.actions import forget_entries
from accounts.models import Visitor
from messenger.conversations.actions import forget_conversations
from messenger.models import Conversation
from privacy.actions.keeping import keep_of_tickets
from privacy.actions.reporting import add
from privacy.due import Due, due
from privacy.models import Report, days_of_all
from privacy.rules import What
from tickets.actions import forgetting
from tickets.enterprise.draft_actions import forget_drafts
from tickets.models import RequestDraft, StoredFile, Ticket
from webhooks.actions.replaying import forget_deliveries

# Rows that go in one transaction; of tickets few, as much hangs on each.
_BATCH, _CHAINS = 1_000, 50


def forget(*, now: datetime) -> Counter[str]:
    """Delete what every rule says, with a report for each that found something; how many rows of what."""
    gone: Counter[str] = Counter()
    for what, days in days_of_all().items():
        if days is not None:
            for each in due(what, now - timedelta(days=days)):
                gone += _carry_out(what, each, now)
    return gone


def count(*, now: datetime) -> dict[What, int | None]:
    """How many rows each rule would delete now; None where it never does. Of tickets the first of each chain."""
    return {what: None if days is None else count_of(what, days, now) for what, days in days_of_all().items()}


def count_of(what: What, days: int, now: datetime) -> int:
    """How many rows a rule of so many days would delete now."""
    before = now - timedelta(days=days)
    if what == What.WAITING_FILES:
        return StoredFile.objects.unsent_since(before).count()
    if what == What.FAILED_JOBS:
        ended = ProcrastinateJob.objects.filter(status__in=["failed", "cancelled", "aborted"])
        return ended.exclude(procrastinateevent__at__gt=before).count()
    return sum(each.rows.count() for each in due(what, before))


def _carry_out(what: What, rows: Due, now: datetime) -> Counter[str]:
    gone: Counter[str] = Counter()
    report: Report | None = None
    for keys in rows.batches(_CHAINS if what == What.TICKETS else _BATCH):
        with transaction.atomic():
            forget_these = forget_requests if rows.rows.model is RequestDraft else _FORGET[what]
            some = forget_these(_still_due(rows, keys))
            if some:
                report = report or Report.objects.create(kind=Report.Kind.RULE, what=what, begun_at=now, ended_at=now)
                add(report, some)
        gone += some
    return gone


def _still_due(rows: Due, keys: Sequence[int]) -> list[int]:
    """Those of the rows, locked, of which the rule still holds: each is asked about again once it is ours."""
    mine = rows.rows.filter(pk__in=keys)
    if rows.rows.model is Ticket:
        # Somebody may write on any ticket of the chain.
        chain = Ticket.objects.filter(pk__in=keys) | Ticket.objects.filter(root__in=keys)
        list(chain.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    else:
        list(mine.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    return list(mine.values_list("pk", flat=True))


def _conversations(keys: list[int]) -> Counter[str]:
    return forget_conversations(keys=keys)


def forget_requests(keys: list[int]) -> Counter[str]:
    """Delete requests by form that were never sent, with the files that wait with them; the caller's transaction."""
    return forget_drafts(keys=keys)


def forget_tickets(keys: list[int]) -> Counter[str]:
    """Delete whole chains by their first tickets, with the conversations they were; the caller's transaction."""
    chain = Ticket.objects.filter(pk__in=keys) | Ticket.objects.filter(root__in=keys)
    keep_of_tickets(list(chain.values_list("pk", flat=True)))
    talks = Conversation.objects.filter(ticket__in=chain.values("pk"))
    gone = forget_conversations(keys=list(talks.values_list("pk", flat=True)))
    return gone + forgetting.forget_chains(firsts=keys)


def _visits(keys: list[int]) -> Counter[str]:
    gone = forget_visitors(visitors=Visitor.objects.filter(pk__in=keys))
    return Counter({Visitor._meta.label: gone} if gone else {})


def _admin_log(keys: list[int]) -> Counter[str]:
    gone = LogEntry.objects.filter(pk__in=keys).delete()[0]
    return Counter({LogEntry._meta.label: gone} if gone else {})


_FORGET: dict[What, Callable[[list[int]], Counter[str]]] = {
    What.DRAFTS: _conversations,
    What.UNSENT: _conversations,
    What.CHATS: _conversations,
    What.CONVERSATIONS: _conversations,
    What.TICKETS: forget_tickets,
    What.RAW_MAIL: lambda keys: forgetting.forget_originals(keys=keys),
    What.STRAY_MAIL: lambda keys: forgetting.forget_mail(keys=keys),
    What.SENT_MAIL: lambda keys: forgetting.forget_sent(keys=keys),
    What.VISITS: _visits,
    What.ADMIN_LOG: _admin_log,
    What.AUDIT_TRAIL: lambda keys: forget_entries(keys=keys),
    What.WEBHOOKS: lambda keys: forget_deliveries(keys=keys),
}
