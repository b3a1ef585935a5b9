"""The steps that the ticket actions share: lock, move, record, queue. Each runs inside the action's transaction."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from procrastinate.contrib.django import app

from accounts.models import User
from tickets import events, guards, workflow
from tickets.actions import acting, announcing, causing
from tickets.actions.together import gathering
from tickets.automations.rules import Trigger
from tickets.mail.tasks import send_email
from tickets.models import OutgoingEmail, Snooze, Ticket, TicketEvent
from tickets.refusals import TicketChangedError, TicketRefusedError
from tickets.sla import clock_actions


def lock(ticket: Ticket, expected_version: int | None = None) -> Ticket:
    """The ticket's row as it is now, locked; raises TicketChangedError when it isn't the version that was looked at."""
    gathered = gathering(ticket.pk)
    row = gathered.rows[ticket.pk] if gathered else Ticket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)
    if expected_version is not None and row.version != expected_version:
        raise TicketChangedError
    return row


def lock_keys(keys: Iterable[int]) -> dict[int, Ticket]:
    """The rows by their keys, locked in that order: who locks the same ones never waits for who waits."""
    return {row.pk: row for row in Ticket.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")}


def lock_all(*tickets: Ticket) -> list[Ticket]:
    """The rows of the tickets, locked as `lock_keys` does, in the order in which they were given.

    Raises Ticket.DoesNotExist where one was deleted.
    """
    locked = lock_keys(row.pk for row in tickets)
    if any(row.pk not in locked for row in tickets):
        raise Ticket.DoesNotExist
    return [locked[row.pk] for row in tickets]


def save(ticket: Ticket, now: datetime) -> None:
    """Save the locked ticket as its next version."""
    ticket.version += 1
    ticket.updated_at = now
    if gathered := gathering(ticket.pk):
        gathered.save(ticket)
    else:
        clock_actions.follow(ticket, now)
        ticket.save()


def move(ticket: Ticket, event: workflow.Event, author: User | None, now: datetime) -> None:
    """Take the ticket where the event leads and record it; raises TicketRefusedError with the reason."""
    answer = workflow.move(ticket.status, event)
    if answer.status is None:
        raise TicketRefusedError(str(answer.refusal))
    if event == workflow.Event.SOLVE and not guards.may_be_solved(standing := ticket.proof_standing()):
        raise TicketRefusedError(str(guards.lack(standing)))
    if answer.status in workflow.FINISHED and ticket.disowned_at is None and unchecked_items(ticket):
        raise TicketRefusedError("proof_unchecked")
    if answer.status == ticket.status:
        return
    wake(ticket)
    record(ticket, events.Kind.STATUS, author, now, before=ticket.status, after=str(answer.status))
    ticket.stand_at(answer.status, now)
    causing.cause(ticket, Trigger.STATUS, str(answer.status))
    if answer.status == workflow.Status.SOLVED and settings.RATING_AFTER:
        _plan_rating(ticket, now)


def _plan_rating(ticket: Ticket, now: datetime) -> None:
    """Have somebody asked later how our help was; whether they are is decided then (`tickets.ratings`)."""
    at = now + timedelta(seconds=settings.RATING_AFTER)
    solved = ticket.solved_at or now
    # By its name: what asks builds on what is written here.
    job = app.configure_task("tickets.ask_rating", queue="mail", schedule_at=at)
    job.defer(ticket_id=ticket.pk, solved_at=solved.isoformat())


def wake(ticket: Ticket) -> bool:
    """Let the locked ticket be put off no more; whether it was. It waits since when it did; the caller saves."""
    gathered = gathering(ticket.pk)
    found = gathered.snooze_of(ticket.pk) if gathered else Snooze.objects.filter(ticket=ticket).first()
    if found is None:
        return False
    if ticket.waiting_since is not None:
        ticket.waiting_since = found.waited_since or ticket.updated_at
    if gathered:
        gathered.put_off(ticket.pk, None)
    else:
        found.delete()
    return True


def put_off(ticket: Ticket, until: datetime, author: User | None) -> Snooze:
    """Put the locked ticket off until then; the caller saves."""
    wake(ticket)
    made = Snooze(ticket=ticket, until=until, waited_since=ticket.waiting_since, author=author)
    if ticket.waiting_since is not None:
        ticket.waiting_since = until
    if gathered := gathering(ticket.pk):
        gathered.put_off(ticket.pk, made)
    else:
        made.save(force_insert=True)
    return made


def unchecked_items(ticket: Ticket) -> set[str]:
    """The lines of the proof that nobody has compared yet."""
    return {line.name for line in ticket.proof_lines()} - set(ticket.proof_checks.values_list("item", flat=True))


def record(ticket: Ticket, event: str, author: User | None, now: datetime, **arguments: str) -> None:
    """Put an event on the thread: a kind of tickets.events with its arguments. Nothing else writes events."""
    row = TicketEvent(
        ticket=ticket,
        kind=event,
        arguments=events.checked(event, arguments),
        author=author,
        author_name=name_of(author) or acting.signature(),
        created_at=now,
    )
    if gathered := gathering(ticket.pk):
        gathered.record(row)
    else:
        row.save(force_insert=True)
        announcing.happened([row])


def queue(emails: Iterable[OutgoingEmail], at: datetime | None = None) -> None:
    """Save the emails and enqueue their sending, in the caller's transaction: all of it is there or nothing.

    They are sent at once, or when it is `at`.
    """
    for email in emails:
        email.save()
        send_email.configure(schedule_at=at).defer(email_id=email.pk)


def name_of(author: User | None) -> str:
    """How a member of staff is named on a thread."""
    return (author.get_full_name() or author.get_username()) if author else ""
