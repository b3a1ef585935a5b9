"""Which tickets: the questions staff ask of the queue."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models.expressions import OrderBy
from django.db.models.functions import Lower, Now

from accounts.entitlements import Rule
from accounts.models import User
from tickets import workflow

if TYPE_CHECKING:
    from tickets.models.tickets import Ticket  # noqa: F401  named in a string below

# Who has it sees and handles reports under the law; other staff don't know of them.
HANDLE_REPORTS = "tickets.handle_reports"
FINISHED = models.Q(status__in=sorted(map(str, workflow.FINISHED)))
# What no rule and no request deletes: a legal hold, or a report that the law wants kept.
HELD = models.Q(legal_hold=True) | models.Q(topic_kind="compliance") | models.Q(rule=Rule.COMPLIANCE)
QUEUE_ORDER: list[str | OrderBy] = [models.F("waiting_since").asc(nulls_last=True), "-updated_at", "-id"]


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Which tickets."""

    def visible_to(self, person: User | AnonymousUser) -> "TicketQuerySet":
        """Those that this member of staff may see: reports under the law only who handles them."""
        return self if person.has_perm(HANDLE_REPORTS) else self.without_reports()

    def reports(self) -> "TicketQuerySet":
        """Reports under the law, with what follows them up."""
        return self.filter(rule=Rule.COMPLIANCE)

    def without_reports(self) -> "TicketQuerySet":
        """All but the reports under the law."""
        return self.exclude(rule=Rule.COMPLIANCE)

    def open(self) -> "TicketQuerySet":
        """Tickets with work left: neither solved nor closed."""
        return self.filter(~FINISHED)

    def finished(self) -> "TicketQuerySet":
        """Solved and closed tickets."""
        return self.filter(FINISHED)

    def waiting_for_us(self) -> "TicketQuerySet":
        """Tickets on which the Product Support team owes the next step, without those that were put off."""
        return self.filter(status__in=workflow.WAITING_FOR_US, waiting_since__lte=Now())

    def waiting_for_them(self) -> "TicketQuerySet":
        """Tickets on which the customer owes the next step."""
        return self.filter(status=workflow.Status.PENDING)

    def awake(self) -> "TicketQuerySet":
        """Those that weren't put off until a time that is still to come."""
        return self.exclude(waiting_since__gt=Now())

    def assigned_to(self, person: User) -> "TicketQuerySet":
        """Tickets that are this person's to work on."""
        return self.filter(assignee=person)

    def unassigned(self) -> "TicketQuerySet":
        """Tickets nobody has taken."""
        return self.filter(assignee__isnull=True)

    def longest_waiting_first(self) -> "TicketQuerySet":
        """The queue's order: who has waited longest for us, then what changed last."""
        return self.order_by(*QUEUE_ORDER)

    def of_address(self, email: str) -> "TicketQuerySet":
        """Tickets of the requester with this address, in whatever case it was typed."""
        # `iexact` would ask for UPPER, which the index doesn't have.
        return self.alias(address=Lower("requester_email")).filter(address=Lower(models.Value(email)))

    def held(self) -> "TicketQuerySet":
        """Those that no rule and no request deletes."""
        return self.filter(HELD)

    def chain_held(self) -> "TicketQuerySet":
        """Those of which some ticket of the chain is held."""
        held = TicketQuerySet(self.model).held()
        return self.filter(
            models.Exists(held.filter(pk=models.OuterRef("pk")))
            | models.Exists(held.filter(pk=models.OuterRef("root")))
            | models.Exists(held.filter(root=models.OuterRef("pk")))
            | models.Exists(held.filter(root=models.OuterRef("root")))
        )

    def going_on_from(self, first: "int | models.OuterRef") -> "TicketQuerySet":
        """The ticket with this primary key and its follow-ups, however many."""
        return self.filter(models.Q(pk=first) | models.Q(root=first))
