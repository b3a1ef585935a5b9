"""Which teams a ticket can be given to: teams are Django's groups, and not all of those are teams."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from tickets.models.automations import AutomationCondition, AutomationStep
from tickets.models.business_hours import BusinessHours
from tickets.models.macros import Macro
from tickets.models.routing import TeamRouting
from tickets.models.sla_policies import SlaPolicy
from tickets.models.tickets import HANDLE_REPORTS, Ticket
from tickets.models.topics import Topic

_THIS = OuterRef("pk")
_RIGHTS = Group.permissions.through.objects.filter(group=_THIS)
# What the desk does by team: a role that any of it names is a team as well.
_AS_TEAM = (
    Topic.objects.filter(team=_THIS),
    Macro.objects.filter(team=_THIS),
    TeamRouting.objects.filter(team=_THIS),
    BusinessHours.teams.through.objects.filter(group=_THIS),
    SlaPolicy.teams.through.objects.filter(group=_THIS),
    *(
        rows.filter(value=Cast(_THIS, CharField()))
        for rows in (
            AutomationCondition.objects.filter(field="team"),
            AutomationStep.objects.filter(do="team"),
        )
    ),
)


def working_teams(*, also: Iterable[int] = ()) -> QuerySet[Group]:
    """What is offered as a team: every group but those that only read or write articles, and but the roles as shipped.

    Those say what somebody may do, not with whom they work. One counts that alone may have reports under the law, that
    the desk uses as a team already, or that works where there is no other team. `also` are keys of groups beside them.
    """
    counts = Q(shipped_role=None) | _may(HANDLE_REPORTS) | ~Q(Exists(Group.objects.filter(_works(), shipped_role=None)))
    for rows in _AS_TEAM:
        counts |= Q(Exists(rows))
    return Group.objects.order_by("name").filter(_works()).filter(counts | Q(pk__in=list(also)))


def teams_with_tickets(asked: Iterable[int] = ()) -> QuerySet[Group]:
    """Those that are offered, those that have tickets all the same, and those whose keys are asked for."""
    # The first of each in the order of an index: whether there is any, PostgreSQL asks of all tickets at once.
    one = Subquery(Ticket.objects.filter(team=_THIS).order_by("-updated_at", "-id").values("pk")[:1])
    offered = Q(pk__in=working_teams().order_by().values("pk")) | Q(pk__in=list(asked))
    return Group.objects.order_by("name").alias(one=one).filter(offered | Q(one__isnull=False))


def teams_for(ticket: Ticket) -> QuerySet[Group]:
    """What is offered for this ticket, with the team that has it; of a report those whose members see it alone."""
    if not ticket.is_report:
        return working_teams(also=[ticket.team_id] if ticket.team_id else ())
    return may_have(ticket)


def may_have(ticket: Ticket) -> QuerySet[Group]:
    """Every group that can have the ticket, whatever is offered: what is taken back goes to where it was."""
    return Group.objects.order_by("name").filter(_may(HANDLE_REPORTS) if ticket.is_report else _works())


def _works() -> Q:
    return ~Q(Exists(_RIGHTS)) | _may("tickets.change_ticket")


def _may(right: str) -> Q:
    """Looked up for each group: joined, each of its rights would stand beside each other."""
    app, codename = right.split(".")
    return Q(Exists(_RIGHTS.filter(permission__content_type__app_label=app, permission__codename=codename)))
