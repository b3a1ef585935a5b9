"""Which teams a ticket can be given to: teams are Django's groups."""

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet

from tickets.models.tickets import HANDLE_REPORTS, Ticket


def teams_for(ticket: Ticket) -> QuerySet[Group]:
    """Every group but those that only read or write articles; of a report those whose members see it alone."""
    groups = Group.objects.order_by("name")
    if not ticket.is_report:
        works = Q(permissions__content_type__app_label="tickets", permissions__codename="change_ticket")
        return groups.filter(Q(permissions=None) | works).distinct()
    app, codename = HANDLE_REPORTS.split(".")
    return groups.filter(permissions__content_type__app_label=app, permissions__codename=codename)
