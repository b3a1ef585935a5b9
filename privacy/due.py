"""Which rows a rule means that forgets what is from before a moment. Reads only; what is held is never among them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet

from accounts.models import AuditEntry, Visitor
from messenger.models import Conversation
from privacy.rules import What
from tickets import workflow
from tickets.models import IncomingEmail, OriginalMail, OutgoingEmail, RequestDraft, Ticket
from tickets.models.tickets import HELD
from webhooks.models import Delivery

# So many keys are looked for by one statement where an index leads to them, and so many rows looked through where none
# does.
MOST, STRETCH = 100_000, 10_000
_FINISHED = sorted(map(str, workflow.FINISHED))


@dataclass(frozen=True, slots=True)
class Due:
    """Rows that may go. `indexed`: an index leads to them; else the table is looked through, a stretch at a time.

    `among`: a wider choice that a stretch is asked for, where all of the condition would lead through the whole table;
    each batch of it is asked again.
    """

    rows: QuerySet[Any]
    indexed: bool = False
    among: QuerySet[Any] | None = None

    def stretch(self, first: int) -> QuerySet[Any]:
        """What is looked for among the keys from `first` on."""
        wanted = self.rows if self.among is None else self.among
        return wanted.filter(pk__gte=first, pk__lt=first + STRETCH)

    def batches(self, size: int) -> Iterator[tuple[int, ...]]:
        """Their keys, so many at a time; those that stay although they were found end it."""
        if self.indexed:
            last: list[int] = []
            while (found := list(self.rows.values_list("pk", flat=True)[:MOST])) and found != last:
                yield from batched(found, size, strict=False)
                last = found
            return
        ends = self.rows.model._default_manager.aggregate(first=Min("pk", default=1), last=Max("pk", default=0))
        for first in range(ends["first"], ends["last"] + 1, STRETCH):
            found = list(self.stretch(first).values_list("pk", flat=True))
            yield from batched(found, size, strict=False)


def due(what: What, before: datetime) -> list[Due]:
    """The rows of one rule; none for what the queue or the sweep of files forgets by itself."""
    return _DUE[what](before) if what in _DUE else []


def _drafts(before: datetime) -> list[Due]:
    nobodys, over = Conversation.objects.filter(customer=None).never_sent(), _visits_over(before)
    return [
        Due(nobodys.filter(visitor__in=over), indexed=True),
        Due(RequestDraft.objects.filter(visitor__in=over), indexed=True),
    ]


def _chats(before: datetime) -> list[Due]:
    nobodys = Conversation.objects.filter(customer=None)
    # One by one, as each has an index of its own.
    return [
        Due(nobodys.filter(visitor__in=_visits_over(before)), indexed=True),
        Due(nobodys.filter(visitor=None, updated_at__lte=before), indexed=True),
    ]


def _visits_over(before: datetime) -> QuerySet[Visitor]:
    return Visitor.objects.over(since=before).filter(customer=None)


def _unsent(before: datetime) -> list[Due]:
    of_customers = RequestDraft.objects.filter(visitor__customer__isnull=False, updated_at__lte=before)
    conversations = Conversation.objects.filter(customer__isnull=False, updated_at__lte=before).never_sent()
    return [Due(conversations), Due(of_customers)]


def _conversations(before: datetime) -> list[Due]:
    sent = Conversation.objects.filter(customer__isnull=False, consented_at__isnull=False, ticket=None)
    return [Due(sent.filter(updated_at__lte=before))]


def _tickets(before: datetime) -> list[Due]:
    """The first tickets of the chains of which every one is finished, old enough and not held."""
    old = Q(status__in=_FINISHED, updated_at__lte=before)
    rest = Ticket.objects.filter(root=OuterRef("pk")).exclude(old, ~HELD)
    firsts = Ticket.objects.filter(old, ~HELD, root=None)
    return [Due(firsts.filter(~Exists(rest)), among=firsts)]


def _raw_mail(before: datetime) -> list[Due]:
    read = {IncomingEmail.Outcome.JOINED, IncomingEmail.Outcome.ANSWERED, IncomingEmail.Outcome.IGNORED}
    originals = OriginalMail.objects.filter(incoming__received_at__lte=before, incoming__outcome__in=read)
    return [Due(originals.filter(_of_ticket("incoming__ticket")), among=originals)]


def _stray_mail(before: datetime) -> list[Due]:
    unread = IncomingEmail.Outcome.RECEIVED
    return [Due(IncomingEmail.objects.filter(ticket=None, received_at__lte=before).exclude(outcome=unread))]


def _sent_mail(before: datetime) -> list[Due]:
    done = {OutgoingEmail.Status.SENT, *OutgoingEmail.DEAD}
    sent = OutgoingEmail.objects.filter(status__in=done, created_at__lte=before).order_by()
    return [Due(sent.filter(_of_ticket("ticket")), among=sent)]


def _of_ticket(path: str) -> Q:
    """On no ticket, or on one that is finished and not held; an open one is still worked on."""
    finished = Ticket.objects.filter(pk=OuterRef(path), status__in=_FINISHED)
    held = Ticket.objects.filter(pk=OuterRef(path)).chain_held()
    return Q(**{f"{path}__isnull": True}) | (Q(Exists(finished)) & ~Q(Exists(held)))


def _visits(before: datetime) -> list[Due]:
    return [Due(Visitor.objects.over(since=before).filter(conversations=None, request_drafts=None), indexed=True)]


def _admin_log(before: datetime) -> list[Due]:
    return [Due(LogEntry.objects.filter(action_time__lte=before).order_by())]


def _audit_trail(before: datetime) -> list[Due]:
    return [Due(AuditEntry.objects.filter(at__lte=before).order_by("at", "pk"), indexed=True)]


def _webhooks(before: datetime) -> list[Due]:
    """What still waits is still told."""
    told = Delivery.objects.filter(happened_at__lte=before).exclude(state=Delivery.State.WAITING)
    return [Due(told.order_by("happened_at"), indexed=True)]


_DUE: dict[What, Callable[[datetime], list[Due]]] = {
    What.DRAFTS: _drafts,
    What.UNSENT: _unsent,
    What.CHATS: _chats,
    What.CONVERSATIONS: _conversations,
    What.TICKETS: _tickets,
    What.RAW_MAIL: _raw_mail,
    What.STRAY_MAIL: _stray_mail,
    What.SENT_MAIL: _sent_mail,
    What.VISITS: _visits,
    What.ADMIN_LOG: _admin_log,
    What.AUDIT_TRAIL: _audit_trail,
    What.WEBHOOKS: _webhooks,
}
