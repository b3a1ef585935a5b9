"""Whom it concerns that a ticket gets late: whoever has it, or else its team and who leads."""

from django.db.models import QuerySet

from accounts.models import User
from tickets.models import Ticket
from tickets.models.which_tickets import HANDLE_REPORTS, HEAR_OF_LATE, sees_of_team


class Audience:
    """Whom to tell of each ticket of one run; the people of a team are read once for all of its tickets."""

    def __init__(self) -> None:
        self._beside: dict[tuple[int | None, bool], list[User]] = {}

    def of(self, ticket: Ticket) -> list[User]:
        """The assignee. Where there is none who works now, those of the ticket's team too, and who leads.

        Of a report under the law only who handles them; of the others nobody who may not see the ticket.
        """
        holder = ticket.assignee
        if holder is None or not holder.is_active or (ticket.is_report and not holder.has_perm(HANDLE_REPORTS)):
            return self._others(ticket)
        if holder.own.is_away:
            return [holder, *(each for each in self._others(ticket) if each != holder)]
        return [holder]

    def _others(self, ticket: Ticket) -> list[User]:
        key = (ticket.team_id, ticket.is_report)
        if key not in self._beside:
            people = {each.pk: each for each in [*_members(*key), *_leads(*key)]}.values()
            # Who is away is left in peace, unless that is everybody.
            self._beside[key] = [each for each in people if not each.own.is_away] or list(people)
        return self._beside[key]


def _members(team: int | None, is_report: bool) -> list[User]:
    """Those of the team who work on its tickets."""
    if team is None:
        return []
    return list(_staff(HANDLE_REPORTS if is_report else "tickets.change_ticket").filter(groups=team))


def _leads(team: int | None, is_report: bool) -> list[User]:
    """Who looks after what nobody does, as far as they may see it. A superuser isn't one by that alone."""
    people = _staff(HEAR_OF_LATE)
    if is_report:
        return list(people.filter(pk__in=_staff(HANDLE_REPORTS).values("pk")))
    return [each for each in people if sees_of_team(each, team)]


def _staff(right: str) -> "QuerySet[User]":
    people = User.objects.with_perm(right, include_superusers=False).filter(is_staff=True)
    return people.select_related("staff_settings").order_by("pk")
