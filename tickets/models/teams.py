"""Which teams a ticket can be given to: teams are Django's groups."""

from django.contrib.auth.models import Group
from django.db.models import QuerySet

from tickets.models.tickets import HANDLE_REPORTS, Ticket


def teams_for(ticket: Ticket) -> QuerySet[Group]:
    """Every group; of a report those alone whose members see it, as its assignees are."""
    groups = Group.objects.order_by("name")
    if not ticket.is_report:
        return groups
    app, codename = HANDLE_REPORTS.split(".")
    return groups.filter(permissions__content_type__app_label=app, permissions__codename=codename)
