"""Who of the staff can be chosen on a ticket's page. Reads only."""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from accounts.models import User
from tickets import forms
from tickets.models import Ticket
from tickets.models.mentions import mentionable


def colleagues(ticket: Ticket) -> tuple[list[User], list[User]]:
    """Whom the ticket can be given to, and who of them can be mentioned on it; one query."""
    reads = ExpressionWrapper(Q(pk__in=mentionable(ticket).order_by().values("pk")), BooleanField())
    people: list[Any] = list(forms.staff(ticket).annotate(reads_it=reads))
    return people, [person for person in people if person.reads_it]
