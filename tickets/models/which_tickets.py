"""Which tickets: the questions staff ask of the queue."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.expressions import OrderBy
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Lower, Now
from django.db.models.lookups import In, IsNull, LessThanOrEqual

from accounts.entitlements import Rule
from accounts.models import User
from tickets import workflow

if TYPE_CHECKING:
    from tickets.models.tickets import Ticket  # noqa: F401  named in a string below

# Who has it sees and handles reports under the law; other staff don't know of them.
HANDLE_REPORTS = "tickets.handle_reports"
# Who has it sees the tickets of every team; other staff those of their own teams, and what is theirs or nobody's.
SEE_ALL = "tickets.see_all_tickets"
# Who has it looks after what nobody does: they are told when such a ticket gets late.
HEAR_OF_LATE = "tickets.hear_of_late_tickets"
FINISHED = models.Q(status__in=sorted(map(str, workflow.FINISHED)))
# What no rule and no request deletes: a legal hold, or a report that the law wants kept.
HELD = models.Q(legal_hold=True) | models.Q(topic_kind="compliance") | models.Q(rule=Rule.COMPLIANCE)
# What the queue is narrowed by of a ticket's identity.
KNOWN = ("plan", "product", "role", "domain")
_LONG_AGO = models.Value(datetime(1, 1, 1, tzinfo=UTC))
QUEUE_ORDER: list[str | OrderBy] = [models.F("waiting_since").asc(nulls_last=True), "-updated_at", "-id"]


def seen_by(person: User | AnonymousUser, prefix: str = "") -> models.Q:
    """The condition of what this member of staff may see; `prefix` leads to the ticket from another row.

    Reports under the law only who handles them, and all of those. Other tickets whoever may see all, or where it is
    of a team of theirs or of none, is theirs to work on, or a note mentions them. Each part of it has an index of its
    own, and none asks another table row by row: so either the list's own index leads, or these together do.
    """
    report = models.Q(**{f"{prefix}rule": Rule.COMPLIANCE})
    handles, sees_all = person.has_perm(HANDLE_REPORTS), person.has_perm(SEE_ALL)
    if sees_all:
        return models.Q() if handles else ~report
    own = models.Q(**{f"{prefix}team__isnull": True}) | models.Q(**{f"{prefix}team__in": teams_of(person)})
    own |= models.Q(**{f"{prefix}assignee": person.pk}) | models.Q(_mentioned(person, prefix))
    return own | report if handles else own & ~report


def of_visible[Rows: models.QuerySet](rows: Rows, person: User | AnonymousUser) -> Rows:  # type: ignore[type-arg]
    """Of these rows, each of which belongs to a `ticket`, those whose ticket this member of staff may see."""
    return rows.filter(seen_by(person, "ticket__"))


def sees_of_team(person: User, team: int | None) -> bool:
    """Whether they see this team's tickets, those of nobody where it is None: as `seen_by`, but reports apart."""
    return person.has_perm(SEE_ALL) or team is None or team in teams_of(person)


def teams_of(person: User | AnonymousUser) -> list[int]:
    """The keys of their groups, asked for once a request: with them as values the planner knows how many rows match."""
    if not hasattr(person, "_seen_teams"):
        keys = list(person.groups.order_by("pk").values_list("pk", flat=True))
        person._seen_teams = keys  # type: ignore[union-attr]
    return list(person._seen_teams)  # type: ignore[union-attr]


def _mentioned(person: User | AnonymousUser, prefix: str) -> models.Func:
    """Whether a note on the ticket names them: asked for once, as an array, so that the key's index can lead."""
    mentions = apps.get_model("tickets", "Mention").objects.filter(person=person.pk).order_by().values("ticket")
    return models.Func(
        models.F(f"{prefix}pk"),
        ArraySubquery(mentions),
        template="(%(expressions)s))",
        arg_joiner=" = ANY (",
        output_field=models.BooleanField(),
    )


def among(field: str, keys: Sequence[int], *, or_none: bool) -> models.Q:
    """The condition that a relation leads to one of these, or with `or_none` nowhere; each part has an index."""
    nobody = models.Q(**{f"{field}__isnull": True})
    if not keys:
        return nobody if or_none else models.Q(pk__in=[])
    found = models.Q(**{f"{field}__in": keys})
    return found | nobody if or_none else found


def known_of(what: str, values: Sequence[str]) -> models.Q:
    """The condition that any of this was known of the person: of one of KNOWN. Of whom nothing was known, it is false,
    and so can be turned round.
    """
    name = KT(f"identity__{what}")
    return models.Q(In(name, values), IsNull(name, False))


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Which tickets."""

    def visible_to(self, person: User | AnonymousUser) -> "TicketQuerySet":
        """Those that this member of staff may see: see `seen_by`."""
        return self.filter(seen_by(person))

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

    def of_person(self, what: str, values: Sequence[str]) -> "TicketQuerySet":
        """Those of whose person any of this was known at the opening: one of KNOWN, each of which has an index."""
        return self.alias(**{f"known_{what}": KT(f"identity__{what}")}).filter(**{f"known_{what}__in": values})

    def waiting_for_us(self) -> "TicketQuerySet":
        """Tickets on which the Product Support team owes the next step, without those that were put off.

        The database holds that a ticket waits exactly while the step is ours, so the time says it all: with the status
        beside it the planner took both for chances, expected few rows and sorted all of them.
        """
        return self.open().filter(waiting_since__lte=Now())

    def waiting_for_them(self) -> "TicketQuerySet":
        """Tickets on which the customer owes the next step."""
        return self.filter(status=workflow.Status.PENDING)

    def awake(self) -> "TicketQuerySet":
        """Those that weren't put off until a time that is still to come.

        Said so that no index is looked into for it: nearly all are awake, and the list's own index gives their order.
        """
        return self.filter(LessThanOrEqual(Coalesce("waiting_since", _LONG_AGO), Now()))

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

    def lived_here(self) -> "TicketQuerySet":
        """All but those that were moved in from another desk and that nobody touched since: no clock of ours acts on
        what was said there."""
        return self.filter(models.Q(imported_at=None) | models.Q(updated_at__gt=models.F("imported_at")))

    def going_on_from(self, first: "int | models.OuterRef") -> "TicketQuerySet":
        """The ticket with this primary key and its follow-ups, however many."""
        return self.filter(models.Q(pk=first) | models.Q(root=first))
