"""Links tickets, takes links away, and answers all tickets below a parent at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from accounts.models import User
from tickets import workflow
from tickets.actions import recording, writing
from tickets.events import Kind
from tickets.linking import rules
from tickets.linking.rules import OPPOSITE, End, Relation
from tickets.models import Message, Ticket, TicketLink
from tickets.models.links import open_children
from tickets.refusals import TicketRefusedError
from web.lists import MOST_AT_ONCE


@transaction.atomic
def link(*, ticket: Ticket, other: Ticket, relation: Relation, author: User, now: datetime) -> TicketLink:
    """Make `other` related to the ticket, its parent or its child. Raises TicketRefusedError."""
    # In the order of their keys, so that two who link the same ones don't wait for each other.
    locked = {row.pk: recording.lock(row) for row in sorted((ticket, other), key=lambda row: row.pk)}
    row, far = locked[ticket.pk], locked[other.pk]
    if reason := rules.refusal(_end(row), _end(far), relation, linked=_between(row, far).exists()):
        raise TicketRefusedError(reason)
    made = TicketLink.objects.create(author=author, made_at=now, **_ends(row, far, relation))
    _record(row, far, relation, Kind.LINKED, author, now)
    return made


@transaction.atomic
def unlink(*, ticket: Ticket, key: int, author: User, now: datetime) -> None:
    """Take a link of the ticket away; one that isn't there, or not its own, is no error."""
    found = TicketLink.objects.select_related("first", "second").filter(Q(first=ticket) | Q(second=ticket), pk=key)
    made = found.first()
    if made is None:
        return
    for row in sorted((made.first, made.second), key=lambda row: row.pk):
        recording.lock(row)
    if found.delete()[0]:
        other, relation = seen_from(made, ticket)
        _record(ticket, other, relation, Kind.UNLINKED, author, now)


@transaction.atomic
def answer_children(*, parent: Ticket, author: User, body: str, now: datetime) -> int:
    """Have a worker send one reply to each open ticket below the parent and solve it, MOST_AT_ONCE at most; how many.

    The parent's own people hear nothing by it. Raises TicketRefusedError without words, or where no ticket is open.
    """
    if not body.strip():
        raise TicketRefusedError("empty")
    row = recording.lock(parent)
    children = list(open_children(row).values_list("pk", flat=True)[:MOST_AT_ONCE])
    if not children:
        raise TicketRefusedError("no_children")
    sent: JSONDict = {"author_id": author.pk, "parent_id": row.pk, "body": body.strip(), "submission": str(uuid4())}
    jobs: list[JSONDict] = [{"ticket_id": key, **sent} for key in children]
    # By its name: what answers builds on what is written here.
    app.configure_task("tickets.answer_child", queue="mail").batch_defer(*jobs)
    recording.record(row, Kind.CHILDREN_ANSWERED, author, now, count=str(len(children)))
    return len(children)


@transaction.atomic
def answer_child(*, ticket_id: int, parent_id: int, author_id: int, body: str, submission: UUID, now: datetime) -> None:
    """Reply on one ticket below the parent and solve it, once; what a rule keeps unsolved is told on the parent."""
    child = Ticket.objects.select_for_update(of=("self",)).filter(pk=ticket_id).first()
    author = User.objects.filter(pk=author_id, is_active=True, is_staff=True).first()
    still = TicketLink.objects.filter(first=parent_id, second=ticket_id, kind=TicketLink.Kind.CHILD)
    if child is None or author is None or child.status in workflow.FINISHED or not still.exists():
        return
    if Message.objects.filter(ticket=child, submission=submission).exists():
        return
    try:
        with transaction.atomic():
            message = writing.reply(ticket=child, author=author, body=body, solve=True, now=now)
    except TicketRefusedError as refusal:
        parent = Ticket.objects.get(pk=parent_id)
        words = {"reference": child.reference, "reason": refusal.reason}
        recording.record(parent, Kind.CHILD_NOT_ANSWERED, author, now, **words)
        return
    Message.objects.filter(pk=message.pk).update(submission=submission)


def seen_from(made: TicketLink, ticket: Ticket) -> tuple[Ticket, Relation]:
    """The other ticket of the link, and what it is to this one."""
    is_first = made.first_id == ticket.pk
    other = made.second if is_first else made.first
    if made.kind == TicketLink.Kind.RELATED:
        return other, Relation.RELATED
    return other, Relation.CHILD if is_first else Relation.PARENT


def _record(ticket: Ticket, other: Ticket, relation: Relation, kind: Kind, author: User, now: datetime) -> None:
    recording.record(ticket, kind, author, now, reference=other.reference, relation=relation)
    recording.record(other, kind, author, now, reference=ticket.reference, relation=OPPOSITE[relation])


def _between(ticket: Ticket, other: Ticket) -> QuerySet[TicketLink]:
    both: Sequence[int] = (ticket.pk, other.pk)
    return TicketLink.objects.filter(first__in=both, second__in=both)


def _ends(ticket: Ticket, other: Ticket, relation: Relation) -> dict[str, object]:
    if relation == Relation.RELATED:
        first, second = sorted((ticket, other), key=lambda row: row.pk)
        return {"kind": TicketLink.Kind.RELATED, "first": first, "second": second}
    parent, child = (other, ticket) if relation == Relation.PARENT else (ticket, other)
    return {"kind": TicketLink.Kind.CHILD, "first": parent, "second": child}


def _end(ticket: Ticket) -> End:
    kinship = TicketLink.objects.filter(kind=TicketLink.Kind.CHILD)
    return End(
        key=ticket.pk,
        is_report=ticket.is_report,
        has_parent=kinship.filter(second=ticket).exists(),
        has_children=kinship.filter(first=ticket).exists(),
    )
