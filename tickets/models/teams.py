"""Which teams a ticket can be given to: teams are Django's groups."""

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet

from tickets.models.tickets import HANDLE_REPORTS, Ticket


def working_teams() -> QuerySet[Group]:
    """Every group but those that only read or write articles."""
    works = Q(permissions__content_type__app_label="tickets", permissions__codename="change_ticket")
    return Group.objects.order_by("name").filter(Q(permissions=None) | works).distinct()


def teams_for(ticket: Ticket) -> QuerySet[Group]:
    """Every group but those that only read or write articles; of a report those whose members see it alone."""
    if not ticket.is_report:
        return working_teams()
    app, codename = HANDLE_REPORTS.split(".")
    return Group.objects.order_by("name").filter(
        permissions__content_type__app_label=app, permissions__codename=codename
    )
