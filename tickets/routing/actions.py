"""Hands tickets out within a team, and takes them on to another team."""

from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Count

from accounts.models import User
from tickets import workflow
from tickets.actions import changing, handing, recording, writing
from tickets.events import Kind
from tickets.models import Priority, RoutingTurn, TeamRouting, Ticket
from tickets.models.teams import may_have
from tickets.models.tickets import HANDLE_REPORTS
from tickets.notifying import kinds
from tickets.notifying.actions import tell, tell_all, withdraw
from tickets.refusals import TicketRefusedError
from tickets.routing.choosing import Candidate, choose


@transaction.atomic
def hand_out(*, ticket_id: int, now: datetime) -> User | None:
    """Give a team's ticket that nobody has to whoever's turn it is; None when nobody can take it, or it isn't to be.

    The team's row is locked first: two tickets at once are given one after the other.
    """
    team = Ticket.objects.filter(pk=ticket_id).values_list("team", flat=True).first()
    routing = TeamRouting.objects.select_for_update(of=("self",)).filter(team=team, is_on=True).first()
    ticket = Ticket.objects.select_for_update(of=("self",)).filter(pk=ticket_id, team=team, assignee=None).first()
    if routing is None or ticket is None or ticket.status in workflow.FINISHED:
        return None
    candidates = _candidates(routing, ticket)
    chosen = choose(candidates.values(), language=ticket.locale, most_open=routing.most_open)
    if chosen is None:
        return None
    person = User.objects.get(pk=chosen)
    RoutingTurn.objects.update_or_create(team_id=routing.pk, person=person, defaults={"at": now})
    ticket.assignee = person
    recording.record(ticket, Kind.ASSIGNED, None, now, to=recording.name_of(person))
    recording.save(ticket, now)
    tell(kind=kinds.Kind.ASSIGNED, person=person, ticket=ticket, by=None, now=now)
    return person


def _candidates(routing: TeamRouting, ticket: Ticket) -> dict[int, Candidate]:
    """The team's members who take part, are there and may work on the ticket, by their keys."""
    able = User.objects.with_perm(HANDLE_REPORTS if ticket.is_report else "tickets.change_ticket")
    people = able.filter(is_staff=True, is_active=True, groups=routing.pk).exclude(staff_settings__is_away=True)
    chosen = list(routing.people.values_list("pk", flat=True))
    if chosen:
        people = people.filter(pk__in=chosen)
    there = {person.pk: person for person in people.select_related("staff_settings").distinct()}
    loads = dict(
        Ticket.objects.open().filter(assignee__in=there).order_by().values_list("assignee").annotate(Count("pk"))
    )
    turns = dict(RoutingTurn.objects.filter(team=routing.pk, person__in=there).values_list("person", "at"))
    return {
        key: Candidate(key, loads.get(key, 0), frozenset(person.own.languages), turns.get(key))
        for key, person in there.items()
    }


@transaction.atomic
def escalate(
    *, ticket: Ticket, author: User, team: Group, note: str, priority: Priority | None = None, now: datetime
) -> Ticket:
    """Take the ticket on to another team with a note for them, and tell its members; nobody of the old team keeps it.

    Raises TicketRefusedError: without a note, to the team that has it or that can't have it, or for finished tickets.
    """
    if not note.strip():
        raise TicketRefusedError("no_note")
    row = recording.lock(ticket)
    if row.status in workflow.FINISHED:
        raise TicketRefusedError("escalates_finished")
    if row.team_id == team.pk:
        raise TicketRefusedError("same_team")
    if not may_have(row).filter(pk=team.pk).exists():
        raise TicketRefusedError("not_compliance_team" if row.is_report else "not_a_team")
    writing.add_note(ticket=row, author=author, body=note, now=now)
    if priority is not None:
        changing.set_priority(ticket=row, author=author, priority=priority)
    row = recording.lock(ticket)
    recording.record(row, Kind.ESCALATED, author, now, before=row.team.name if row.team else "", after=team.name)
    row.team = team
    members = list(team.user_set.filter(is_staff=True, is_active=True))
    _let_go(row, members, author, now)
    recording.save(row, now)
    handing.plan(row)
    tell_all(kind=kinds.Kind.ESCALATED, people=members, ticket=row, by=author, now=now)
    return row


def _let_go(ticket: Ticket, members: list[User], author: User, now: datetime) -> None:
    """Whoever has it and isn't of the new team has it no longer."""
    holder = ticket.assignee
    if holder is None or holder in members:
        return
    ticket.assignee = None
    recording.record(ticket, Kind.UNASSIGNED, author, now)
    withdraw(kind=kinds.Kind.ASSIGNED, person=holder, ticket=ticket)
