"""Keeps the clocks of a ticket as its history and its policy have them. In the caller's transaction, the row locked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from math import ceil

from tickets.events import Kind as EventKind
from tickets.models import Message, SlaClock, SlaResult, Ticket, TicketEvent
from tickets.models.merges import merged_among, said_with_waiting
from tickets.notifying.actions import settle
from tickets.notifying.kinds import TIMELY
from tickets.sla import lives
from tickets.sla.hours import Hours
from tickets.sla.lives import Happened, Life, What
from tickets.sla.policies import Facts, Policy, choose
from tickets.sla.standing import standing
from tickets.workflow import FINISHED, Status

# When, what was written before what was recorded, and in the order of the keys.
type _Place = tuple[datetime, int, int]

_MINUTE = timedelta(minutes=1)
_WHATS = {Message.Kind.CUSTOMER: What.CUSTOMER_WROTE, Message.Kind.REPLY: What.REPLIED}


def follow(ticket: Ticket, now: datetime, *, quietly: bool = False) -> None:
    """Bring clocks, results, and when the ticket is due up to what happened; the caller saves the ticket.

    `quietly`: what has run out already is nothing to tell anybody, as its policy came later.
    """
    follow_all([ticket], now, quietly=quietly)


def follow_all(tickets: Sequence[Ticket], now: datetime, *, quietly: bool = False) -> None:
    """As `follow`, with as many queries for all of them as for one, but for what has changed."""
    clocks = _by_ticket(SlaClock.objects.filter(ticket__in=[ticket.pk for ticket in tickets]))
    policies = {ticket.pk: _policy_of(ticket) for ticket in tickets}
    merged = merged_among(tickets)
    # One that went into another is neither answered nor solved by that.
    counted = [
        ticket
        for ticket in tickets
        if policies[ticket.pk] and (ticket.status not in FINISHED or ticket.pk in clocks) and ticket.pk not in merged
    ]
    histories = _histories(counted)
    results = _by_ticket(SlaResult.objects.filter(ticket__in=[ticket.pk for ticket in counted])) if counted else {}
    settled = []
    for ticket in tickets:
        known = {clock.kind: clock for clock in clocks.get(ticket.pk, [])}
        policy = policies[ticket.pk]
        if policy is None or ticket.pk not in histories:
            settled += [ticket] if _keep(ticket, known, [], now) else []
            continue
        hours = standing().hours(policy, ticket.team_id)
        status = Status(ticket.status)
        found = lives.read(ticket.created_at, histories[ticket.pk], status=status, pauses=policy.pauses, now=now)
        _keep_results(ticket, policy, hours, known, found.ended, results.get(ticket.pk, []))
        going_on = [
            _stand(SlaClock(ticket=ticket, kind=life.kind, policy_id=policy.key), life, policy, hours, ticket, now)
            for life in found.going_on
            if life.kind in policy.targets and _began_here(life, ticket)
        ]
        for clock in going_on:
            clock.warned = clock.breached = quietly and clock.due_at is not None and clock.due_at < now
        settled += [ticket] if _keep(ticket, known, going_on, now) else []
    if settled:
        settle(kinds_of=TIMELY, tickets=settled, now=now)


def _began_here(life: Life, ticket: Ticket) -> bool:
    """What was promised elsewhere, before the ticket was moved in, is no promise of ours."""
    return ticket.imported_at is None or life.started_at >= ticket.imported_at


def _by_ticket[Row: (SlaClock, SlaResult)](rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.ticket_id].append(row)
    return dict(found)


def _policy_of(ticket: Ticket) -> Policy | None:
    """None for reports: the law has clocks of its own."""
    if ticket.is_report:
        return None
    facts = Facts(
        topic=ticket.topic_id,
        plan=str(ticket.identity.get("plan") or ""),
        priority=ticket.priority,
        team=ticket.team_id,
        language=ticket.locale,
    )
    return choose(standing().policies(), facts)


def _histories(tickets: Iterable[Ticket]) -> dict[int, list[Happened]]:
    """What was said and moved on each ticket, by its key and in order. What an action records stands behind what it
    wrote at the same time."""
    placed: dict[int, list[tuple[_Place, Happened]]] = {ticket.pk: [] for ticket in tickets}
    if not placed:
        return {}
    brought = set()
    for key, place, happened in _said(list(placed)):
        placed[key].append((place, happened))
        if happened.what == What.BROUGHT:
            brought.add((key, happened.at))
    moved = TicketEvent.objects.filter(ticket__in=list(placed), kind=EventKind.STATUS)
    for key, at, pk, arguments, author in moved.values_list(
        "ticket_id", "created_at", "pk", "arguments", "author_name"
    ):
        # Who merges opens nothing by hand: somebody else's words do.
        by_staff = bool(author) and (key, at) not in brought
        placed[key].append(((at, 1, pk), Happened(What.STATUS, at, Status(arguments["after"]), by_staff=by_staff)))
    return {
        key: [happened for _place, happened in sorted(each, key=lambda one: one[0])] for key, each in placed.items()
    }


def _said(keys: list[int]) -> Iterator[tuple[int, _Place, Happened]]:
    """Each message of these tickets' own with its place in the order, and who waited on one that was merged into it."""
    messages = Message.objects.filter(ticket__in=keys).exclude(kind=Message.Kind.NOTE)
    for key, at, pk, kind, brought_at, since in said_with_waiting(messages):
        if brought_at is None:
            yield key, (at, 0, pk), Happened(_WHATS[Message.Kind(kind)], at)
        elif since:
            yield key, (brought_at, 0, pk), Happened(What.BROUGHT, brought_at, since=datetime.fromisoformat(since))


def _stand(clock: SlaClock, life: Life, policy: Policy, hours: Hours, ticket: Ticket, now: datetime) -> SlaClock:
    """How the clock stands: when it is due, or why it isn't."""
    target = policy.targets[life.kind]
    clock.started_at, clock.target_minutes = life.started_at, target // _MINUTE
    clock.due_at = life.reached_at(target, hours)
    if clock.due_at is not None:
        clock.warn_at = life.reached_at(target * policy.warn_percent / 100, hours)
    if not life.is_running:
        clock.pause = ticket.status
    elif clock.due_at is None:
        clock.pause = SlaClock.Pause.NO_HOURS
    if clock.pause:
        clock.left_minutes = max(0, (target - life.spent(hours, now)) // _MINUTE)
    return clock


def _keep(ticket: Ticket, known: dict[str, SlaClock], going_on: list[SlaClock], now: datetime) -> bool:
    """Write what changed, and what is due next onto the ticket; whether nothing goes on of what was noticed."""
    gone = [clock.pk for kind, clock in known.items() if kind not in {each.kind for each in going_on}]
    if gone:
        SlaClock.objects.filter(pk__in=gone).delete()
    for clock in going_on:
        _keep_one(clock, known.get(clock.kind), now)
    due = min((clock for clock in going_on if clock.due_at), key=lambda each: each.due_at or now, default=None)
    ticket.due_at, ticket.warn_at = (due.due_at, due.warn_at) if due else (None, None)
    return any(clock.warned for clock in known.values()) and not any(clock.warned for clock in going_on)


def _keep_one(clock: SlaClock, before: SlaClock | None, now: datetime) -> None:
    """In place of how it stood; what was noticed of the same time isn't noticed again."""
    if before is not None:
        clock.pk = before.pk
        if before.due_at == clock.due_at and before.started_at == clock.started_at:
            clock.warned, clock.breached = before.warned, before.breached
        if _as_stored(before) == _as_stored(clock):
            return
    clock.save()


def _as_stored(clock: SlaClock) -> list[object]:
    return [getattr(clock, field.attname) for field in SlaClock._meta.concrete_fields]


def _keep_results(
    ticket: Ticket,
    policy: Policy,
    hours: Hours,
    known: dict[str, SlaClock],
    ended: Iterable[Life],
    results: Iterable[SlaResult],
) -> None:
    """Write down how those clocks ended that ran here, and forget ends that were taken back."""
    over = {(str(life.kind), life.started_at): life for life in ended}
    for result in results:
        life = over.get((result.kind, result.started_at))
        if life is None or life.ended_at != result.ended_at:
            result.delete()
    for (kind, started_at), life in over.items():
        clock = known.get(kind)
        if clock is not None and clock.started_at == started_at and life.ended_at and life.kind in policy.targets:
            _keep_result(ticket, policy, hours, life)


def _keep_result(ticket: Ticket, policy: Policy, hours: Hours, life: Life) -> None:
    """Whoever wasn't answered, because it was solved otherwise, counts only where that came too late."""
    ended_at = life.ended_at or life.started_at
    target, took = policy.targets[life.kind], life.spent(hours, ended_at)
    if not life.is_answered and took <= target:
        return
    SlaResult.objects.update_or_create(
        ticket=ticket,
        kind=life.kind,
        started_at=life.started_at,
        defaults={
            "policy_id": policy.key,
            "team_id": ticket.team_id,
            "agent_id": ticket.assignee_id,
            "target_minutes": target // _MINUTE,
            "took_minutes": ceil(took / _MINUTE),
            "met": took <= target,
            "ended_at": ended_at,
        },
    )
