"""Closes what was quiet for so long: a batch at a time, each ticket for itself, looked at again once it is locked."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef

from tickets import workflow
from tickets.actions import recording
from tickets.actions.acting import Acting, acting_as
from tickets.closing import emails
from tickets.closing.deciding import Quiet, Verdict, of_pending, of_solved
from tickets.events import Kind
from tickets.machines import CLOSER
from tickets.models import ClosingNotice, ClosingRule, Message, OutgoingEmail, Ticket
from tickets.models.snoozes import snooze_of
from tickets.models.tickets import HELD
from tickets.refusals import TicketRefusedError

logger = logging.getLogger(__name__)
# So many in one run; the next one, minutes later, goes on.
AT_ONCE = 200
_SENT = OutgoingEmail.Status.SENT


def close_quiet(*, now: datetime) -> int:
    """Do what the site's rule says to what was quiet long enough; returns to how many tickets something was done."""
    rule = ClosingRule.objects.current()
    done = 0
    if rule.solved_days:
        done += _each(_solved(now - timedelta(days=rule.solved_days)), lambda row: _close(row, rule, now))
    if rule.pending_days:
        done += _each(_due(now), lambda row: _solve(row, now))
        done += _each(_silent(now - timedelta(days=rule.pending_days)), lambda row: _tell(row, rule, now))
    else:
        # What was announced isn't done once the rule says never.
        ClosingNotice.objects.all().delete()
    return done


def _solved(since: datetime) -> list[Ticket]:
    rows = Ticket.objects.filter(status=workflow.Status.SOLVED, updated_at__lte=since).lived_here().exclude(HELD)
    return list(rows.order_by("updated_at", "pk")[:AT_ONCE])


def _silent(since: datetime) -> list[Ticket]:
    """Pending ones that nobody was told of; those that can't be told are passed over here, not time and again."""
    told = ClosingNotice.objects.filter(ticket=OuterRef("pk"))
    mails = OutgoingEmail.objects.filter(ticket=OuterRef("pk"))
    asked = mails.filter(kind=OutgoingEmail.Kind.CLOSING, created_at__gte=OuterRef("updated_at"))
    rows = Ticket.objects.filter(status=workflow.Status.PENDING, updated_at__lte=since, disowned_at=None)
    rows = rows.lived_here().exclude(HELD).exclude(requester_email="").filter(snooze=None)
    returned = mails.filter(returned_at__isnull=False)
    return list(rows.exclude(Exists(told) | Exists(asked) | Exists(returned)).order_by("updated_at", "pk")[:AT_ONCE])


def _due(now: datetime) -> list[Ticket]:
    notices = ClosingNotice.objects.filter(due_at__lte=now).order_by("due_at").select_related("ticket")
    return [notice.ticket for notice in notices[:AT_ONCE]]


def _each(tickets: list[Ticket], act: Callable[[Ticket], bool]) -> int:
    """One that can't be closed keeps no other open."""
    done = 0
    for ticket in tickets:
        try:
            done += act(ticket)
        except Exception:
            logger.exception("Ticket %s isn't closed", ticket.pk)
    return done


@transaction.atomic
def _close(ticket: Ticket, rule: ClosingRule, now: datetime) -> bool:
    row = recording.lock(ticket)
    due = row.updated_at <= now - timedelta(days=rule.solved_days or 0)
    if not due or of_solved(_quiet(row)) != Verdict.CLOSE:
        return False
    return _move(row, workflow.Event.CLOSE, now)


@transaction.atomic
def _tell(ticket: Ticket, rule: ClosingRule, now: datetime) -> bool:
    """Queue the email, and remember what had been said by then."""
    row = recording.lock(ticket)
    last = _last_said(row)
    due = row.updated_at <= now - timedelta(days=rule.pending_days or 0)
    if not due or last is None or of_pending(_quiet(row)) != Verdict.TELL:
        return False
    if row.emails.filter(message=last, to_email=row.requester_email, kind=OutgoingEmail.Kind.CLOSING).exists():
        # Told of these words already, and it went on otherwise: people see to it.
        return False
    days = rule.grace_days
    ClosingNotice.objects.create(ticket=row, message=last, told_at=now, due_at=now + timedelta(days=days))
    recording.queue([emails.notice(row, last, days)])
    with _signed():
        recording.record(row, Kind.CLOSING_TOLD, None, now, email=row.requester_email, days=str(days))
    recording.save(row, now)
    return True


@transaction.atomic
def _solve(ticket: Ticket, now: datetime) -> bool:
    """Solve what was announced, unless something was said or done since; the notice is done with either way."""
    row = recording.lock(ticket)
    notice = ClosingNotice.objects.filter(ticket=row, due_at__lte=now).first()
    if notice is None:
        return False
    last = _last_said(row)
    told = row.emails.filter(message=notice.message_id, kind=OutgoingEmail.Kind.CLOSING, status=_SENT).exists()
    quiet = _quiet(row, was_told=told, nothing_since=last is not None and last.pk == notice.message_id)
    notice.delete()
    return of_pending(quiet) == Verdict.SOLVE and _move(row, workflow.Event.SOLVE, now)


def _move(row: Ticket, event: workflow.Event, now: datetime) -> bool:
    """Move it, but for what a rule refuses: a proof that doesn't fit is people's."""
    try:
        with transaction.atomic(), _signed():
            recording.move(row, event, None, now)
            recording.save(row, now)
    except TicketRefusedError:
        return False
    return True


def _quiet(row: Ticket, *, was_told: bool = False, nothing_since: bool = True) -> Quiet:
    returned = row.emails.filter(to_email__iexact=row.requester_email, returned_at__isnull=False)
    return Quiet(
        status=row.status,
        is_kept=row.legal_hold or row.is_report or row.topic_kind == "compliance",
        is_stopped=row.disowned_at is not None,
        is_put_off=snooze_of(row) is not None,
        is_reached=bool(row.requester_email) and not returned.exists(),
        was_told=was_told,
        nothing_since=nothing_since,
    )


def _signed() -> AbstractContextManager[None]:
    return acting_as(Acting(CLOSER, uuid4().hex, 0))


def _last_said(row: Ticket) -> Message | None:
    return row.messages.exclude(kind=Message.Kind.NOTE).order_by("-created_at", "-pk").first()
