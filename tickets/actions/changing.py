"""What staff change on a ticket besides writing: its status, assignee, team, priority, proof checklist and people."""

from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from tickets import workflow
from tickets.actions import handing, indexing, recording
from tickets.events import Kind
from tickets.models import Participant, Priority, ProofCheck, Ticket
from tickets.models.teams import may_have
from tickets.models.tickets import HANDLE_REPORTS
from tickets.notifying import kinds
from tickets.notifying.actions import tell, withdraw
from tickets.refusals import TicketRefusedError
from tickets.sla import clock_actions
from web.mail_languages import names


@transaction.atomic
def change_status(
    *, ticket: Ticket, author: User | None, event: workflow.Event, expected_version: int | None = None
) -> Ticket:
    """Move the ticket by hand; raises TicketRefusedError with the reason, or TicketChangedError."""
    now = timezone.now()
    row = recording.lock(ticket, expected_version)
    recording.move(row, event, author, now)
    recording.save(row, now)
    return row


@transaction.atomic
def assign(*, ticket: Ticket, author: User | None, assignee: User | None) -> Ticket:
    """Give the ticket to a member of staff, or to nobody; raises TicketRefusedError for who can't work on it."""
    now = timezone.now()
    row = recording.lock(ticket)
    if assignee is not None and not (assignee.is_staff and assignee.is_active):
        raise TicketRefusedError("not_staff")
    if assignee is not None and row.is_report and not assignee.has_perm(HANDLE_REPORTS):
        raise TicketRefusedError("not_compliance")
    if row.assignee_id == (assignee.pk if assignee else None):
        return row
    if row.assignee is not None:
        withdraw(kind=kinds.Kind.ASSIGNED, person=row.assignee, ticket=row)
    row.assignee = assignee
    if assignee is None:
        recording.record(row, Kind.UNASSIGNED, author, now)
    else:
        recording.record(row, Kind.ASSIGNED, author, now, to=recording.name_of(assignee))
        tell(kind=kinds.Kind.ASSIGNED, person=assignee, ticket=row, by=author, now=now)
    recording.save(row, now)
    return row


@transaction.atomic
def set_team(*, ticket: Ticket, author: User | None, team: Group | None) -> Ticket:
    """Move the ticket to a team, or to none; raises TicketRefusedError for a report and a team that handles none."""
    now = timezone.now()
    row = recording.lock(ticket)
    if team is not None and not may_have(row).filter(pk=team.pk).exists():
        raise TicketRefusedError("not_compliance_team")
    if row.team_id == (team.pk if team else None):
        return row
    names = {"before": row.team.name if row.team else "", "after": team.name if team else ""}
    recording.record(row, Kind.TEAM, author, now, **names)
    row.team = team
    recording.save(row, now)
    handing.plan(row)
    return row


@transaction.atomic
def hold(*, ticket: Ticket, author: User, held: bool) -> Ticket:
    """Put the ticket under a legal hold, or end it: while it is held, nothing deletes it, its mail or its files."""
    row = recording.lock(ticket)
    if row.legal_hold is not held:
        now = timezone.now()
        row.legal_hold = held
        recording.record(row, Kind.LEGAL_HOLD if held else Kind.LEGAL_HOLD_ENDED, author, now)
        row.save(update_fields=["legal_hold"])
    return row


@transaction.atomic
def set_priority(*, ticket: Ticket, author: User | None, priority: Priority) -> Ticket:
    """Set how urgent the ticket is."""
    now = timezone.now()
    row = recording.lock(ticket)
    if row.priority == priority:
        return row
    recording.record(row, Kind.PRIORITY, author, now, before=str(row.priority), after=str(int(priority)))
    row.priority = priority
    recording.save(row, now)
    return row


@transaction.atomic
def check_proof(*, ticket: Ticket, author: User, verdicts: dict[str, bool | None]) -> Ticket:
    """Write down for each line of the proof, by its name, whether it matches the account; None takes a verdict back.

    Raises TicketRefusedError for a line that the proof doesn't have.
    """
    now = timezone.now()
    row = recording.lock(ticket)
    lines = {line.name: line for line in row.proof_lines()}
    if not set(verdicts) <= set(lines):
        raise TicketRefusedError("unknown_item")
    known = dict(row.proof_checks.values_list("item", "matches"))
    changed = {item: verdict for item, verdict in verdicts.items() if known.get(item) != verdict}
    for item, verdict in changed.items():
        if verdict is None:
            row.proof_checks.filter(item=item).delete()
        else:
            found = {"matches": verdict, "checked_by": author, "checked_at": now}
            ProofCheck.objects.update_or_create(ticket=row, item=item, defaults=found)
        recording.record(row, _VERDICTS[verdict], author, now, item=item, label=lines[item].label)
    if changed:
        recording.save(row, now)
    return row


_VERDICTS = {True: Kind.PROOF_MATCHES, False: Kind.PROOF_DIFFERS, None: Kind.PROOF_UNCHECKED}


@transaction.atomic
def set_language(*, ticket: Ticket, locale: str, now: datetime) -> Ticket:
    """Write emails about the ticket and its chain, and their links, in another language from now on, as the requester
    wants. What was said stays as it was said, and no page of staff goes stale.

    Raises TicketRefusedError for a language that mail isn't written in.
    """
    if locale not in names():
        raise TicketRefusedError("unknown_language")
    row = recording.lock(ticket)
    if locale != row.locale:
        recording.record(row, Kind.LANGUAGE, None, now, email=row.requester_email, before=row.locale, after=locale)
        chain = Ticket.objects.going_on_from(row.root_id or row.pk)
        chain.update(locale=locale)
        row.locale = locale
        for each in chain.open():
            clock_actions.follow(each, now)
            each.save(update_fields=["due_at", "warn_at"])
    return row


@transaction.atomic
def add_participant(*, ticket: Ticket, name: str, email: str) -> Participant:
    """Let another person read and write on the ticket by email; adding them again changes nothing.

    Raises TicketRefusedError for the requester, who is on it from the start: nobody gets a reply twice.
    """
    now = timezone.now()
    row = recording.lock(ticket)
    if email.strip().lower() == row.requester_email.lower():
        raise TicketRefusedError("is_requester")
    existing = row.participants.filter(email__iexact=email.strip()).first()
    if existing is not None:
        return existing
    person = Participant.objects.create(ticket=row, name=" ".join(name.split()), email=email.strip())
    indexing.note(row, person.email)
    recording.record(row, Kind.PARTICIPANT, None, now, email=person.email)
    recording.save(row, now)
    return person
