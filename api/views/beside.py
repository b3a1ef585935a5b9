"""Reading what happened on a ticket, what came before it, and whose and what it can be."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from ninja import Query

from accounts.models import User
from api import showing
from api.paging import part
from api.schemas.beside import (
    Cited,
    EventOut,
    EventsPage,
    StaffPage,
    TagOut,
    TagsPage,
    TeamOut,
    Teams,
    Transcript,
    TurnOut,
)
from api.schemas.shared import Paged, Person
from api.views.tickets import READS, router, ticket_of
from messenger.models import Message
from tickets.actions.recording import name_of
from tickets.enterprise.words import field_words
from tickets.labels import event_text
from tickets.models import Tag, Ticket, TicketEvent
from tickets.models.teams import working_teams

_BY_KEY = ("id",)
_IN_ORDER = ("created_at", "id")


@router.get(
    "/tickets/{reference}/events",
    response=EventsPage,
    auth=READS,
    operation_id="list_events",
    summary="What happened on a ticket",
)
def list_events(request: HttpRequest, reference: str, asked: Query[Paged]) -> EventsPage:
    """What the desk's thread has between the messages, oldest first."""
    row = ticket_of(request, reference)
    page = part(request, TicketEvent.objects.filter(ticket=row).select_related("author"), _IN_ORDER, asked)
    words = _words(row)
    items = [
        EventOut(
            id=each.pk,
            kind=each.kind,
            arguments={name: str(value) for name, value in each.arguments.items()},
            words=event_text(each.kind, each.arguments, words),
            author=showing.staff(each.author),
            author_name=each.author_name,
            created_at=each.created_at,
        )
        for each in page.rows
    ]
    return EventsPage(items=items, next_cursor=page.next_cursor)


@router.get(
    "/tickets/{reference}/transcript",
    response=Transcript,
    auth=READS,
    operation_id="get_transcript",
    summary="What was said to Fin before a ticket",
)
def get_transcript(request: HttpRequest, reference: str) -> Transcript:
    """As it stood when the ticket was opened; also of what an owner sent on for somebody else."""
    return Transcript(items=[_turn(each) for each in ticket_of(request, reference).transcript])


@router.get("/staff", response=StaffPage, auth=READS, operation_id="list_staff", summary="Members of staff")
def list_staff(request: HttpRequest, asked: Query[Paged]) -> StaffPage:
    """Who is active, by whose number a ticket is given to somebody."""
    page = part(request, User.objects.filter(is_staff=True, is_active=True), _BY_KEY, asked)
    return StaffPage(items=[Person(id=row.pk, name=name_of(row)) for row in page.rows], next_cursor=page.next_cursor)


@router.get("/teams", response=Teams, auth=READS, operation_id="list_teams", summary="Teams")
def list_teams(request: HttpRequest) -> Teams:
    """By whose number a ticket is given to a team, with who is on it."""
    people = Prefetch("user_set", User.objects.filter(is_staff=True, is_active=True).order_by("pk").only("pk"))
    rows = working_teams().prefetch_related(people)
    return Teams(items=[TeamOut(id=row.pk, name=row.name, members=_members(row)) for row in rows])


@router.get("/tags", response=TagsPage, auth=READS, operation_id="list_tags", summary="Tags")
def list_tags(request: HttpRequest, asked: Query[Paged]) -> TagsPage:
    """Those that there are, on whatever ticket."""
    page = part(request, Tag.objects.all(), _BY_KEY, asked)
    return TagsPage(items=[TagOut(id=row.pk, name=row.name) for row in page.rows], next_cursor=page.next_cursor)


def _members(team: Group) -> list[int]:
    return [row.pk for row in team.user_set.all()]


def _words(row: Ticket) -> Any:
    topic = row.topic_at_opening
    return topic.field_words() if topic else field_words()


def _turn(kept: dict[str, Any]) -> TurnOut:
    """A turn as it was kept: plain values, of whatever version wrote them."""
    at, known = kept.get("at"), {str(each) for each in Message.Author}
    author = str(kept.get("author", ""))
    return TurnOut(
        author=Message.Author(author if author in known else Message.Author.PERSON),
        text=str(kept.get("text", "")),
        created_at=parse_datetime(str(at)) if at else None,
        files=[str(each.get("name", "")) for each in kept.get("files") or []],
        citations=[
            Cited(**{name: str(each.get(name, "")) for name in ("title", "path", "quote")})
            for each in kept.get("citations") or []
        ],
    )
