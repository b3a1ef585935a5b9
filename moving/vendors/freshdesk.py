"""Freshdesk: the account's export, as XML or JSON, in parts (Tickets0.xml, Users0.json, …). No Django.

Each record is that of Freshdesk's own tables, with underscores here in both formats; fields of its API v2 are read too.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from moving.lookup import Lookup
from moving.values import (
    HIGH,
    LOW,
    NOBODY,
    NORMAL,
    URGENT,
    BrokenError,
    Case,
    Comment,
    Kind,
    Macro,
    Organisation,
    Person,
    Raw,
    SkippedError,
    identifier,
    moment,
    part,
    rows,
    shown,
    text,
    words,
)
from moving.vendors.desks import Desk, file_of
from moving.vendors.placeholders import translated
from moving.written import addresses, readable
from tickets.workflow import Status

# Those above belong to each account; their names stand beside them.
_STATUSES = {
    2: Status.OPEN,
    3: Status.PENDING,
    4: Status.SOLVED,
    5: Status.CLOSED,
    6: Status.PENDING,
    7: Status.ON_HOLD,
}
_PRIORITIES = {1: LOW, 2: NORMAL, 3: HIGH, 4: URGENT}
_CHANNELS = {1: "email", 7: "messenger", 10: "email"}
_PLACES = {
    "ticket.requester.name": "person.name",
    "ticket.requester.firstname": "person.first_name",
    "ticket.requester.email": "person.email",
    "ticket.from_email": "person.email",
    "ticket.id": "ticket.reference",
    "ticket.subject": "ticket.subject",
    "ticket.group.name": "team.name",
    "ticket.agent.name": "agent.name",
    "ticket.agent.firstname": "agent.first_name",
}


def _organisation(raw: Raw) -> Organisation:
    return Organisation(identifier(raw.get("id")), text(raw.get("name")), identifier(raw.get("external_id")))


def _people(raw: Raw) -> Iterable[Person]:
    return [_person(raw)]


def _person(raw: Raw) -> Person:
    """A user, a contact, or an agent, whose name stands one deeper."""
    inner = part(raw.get("user")) or part(raw.get("contact"))
    known = {**raw, **{name: value for name, value in inner.items() if value is not None}}
    is_agent = bool(known.get("helpdesk_agent")) or bool(inner) or "ticket_scope" in raw
    return Person(
        id=identifier(raw.get("user_id") or known.get("id")),
        name=text(known.get("name")),
        email=text(known.get("email")),
        is_agent=is_agent,
        external_id="" if is_agent else identifier(known.get("unique_external_id") or known.get("external_id")),
        organisation=identifier(known.get("company_id") or known.get("customer_id")),
        locale=text(known.get("language")),
    )


def _case(raw: Raw, lookup: Lookup) -> Case:
    if raw.get("deleted") is True or raw.get("spam") is True:
        raise SkippedError("was deleted there" if raw.get("deleted") is True else "was spam there")
    created = moment(raw.get("created_at"))
    if created is None:
        raise BrokenError("it has no time at which it was opened")
    number = identifier(raw.get("display_id") or raw.get("id"))
    requester = _requester(raw, lookup)
    opening = Comment(
        body=readable(raw.get("description_html"), raw.get("description_text") or raw.get("description"))
        or text(raw.get("subject")),
        at=created,
        author=requester,
        files=_files(raw, number),
    )
    notes = rows(raw.get("notes")) or rows(raw.get("conversations")) or lookup.comments(identifier(raw.get("id")))
    said = [opening, *(each for note in notes for each in _note(note, number, requester, lookup))]
    status = raw.get("status")
    stands = _STATUSES.get(status, Status.OPEN) if isinstance(status, int) else Status.OPEN
    is_answered = any(each.by_team and not each.is_note for each in said)
    states = part(raw.get("ticket_states"))
    return Case(
        id=identifier(raw.get("id")) or number,
        number=number,
        subject=text(raw.get("subject")),
        status=Status.NEW if status == 2 and not is_answered else stands,
        priority=_number(raw.get("priority"), _PRIORITIES, NORMAL),
        channel=_number(raw.get("source"), _CHANNELS, "form"),
        created_at=created,
        updated_at=moment(raw.get("updated_at")) or created,
        solved_at=moment(states.get("resolved_at")) or moment(states.get("closed_at")),
        requester=requester,
        comments=said,
        assignee=lookup.person(identifier(raw.get("responder_id"))),
        organisation=identifier(raw.get("company_id")) or requester.organisation,
        tags=words(raw.get("tags")),
        copied=[(name, email) for name, email in _copied(raw) if email.lower() != requester.email.lower()],
        told=list(_told(raw, status)),
    )


def _number[Value](given: object, known: dict[int, Value], otherwise: Value) -> Value:
    return known.get(given, otherwise) if isinstance(given, int) else otherwise


def _requester(raw: Raw, lookup: Lookup) -> Person:
    known = lookup.person(identifier(raw.get("requester_id")))
    if known != NOBODY:
        return known
    beside = part(raw.get("requester"))
    if beside:
        return _person({"id": raw.get("requester_id"), **beside})
    return Person(identifier(raw.get("requester_id")), text(raw.get("requester_name")), text(raw.get("email")))


def _note(raw: Raw, number: str, requester: Person, lookup: Lookup) -> Iterator[Comment]:
    at = moment(raw.get("created_at"))
    body, files = readable(raw.get("body_html"), raw.get("body_text") or raw.get("body")), _files(raw, number)
    if raw.get("deleted") is True or at is None or not (body or files):
        return
    known = identifier(raw.get("user_id"))
    author = requester if known == requester.id else lookup.person(known)
    by_team = author.is_agent or (author == NOBODY and not raw.get("incoming"))
    yield Comment(body, at, author, is_note=raw.get("private") is True, by_team=by_team, files=files)


def _files(raw: Raw, number: str) -> list[Any]:
    return [
        file_of(
            each.get("content_file_name") or each.get("name"),
            each.get("attachment_url"),
            each.get("content_file_size") or each.get("size"),
            each.get("id"),
            number,
        )
        for each in rows(raw.get("attachments"))
    ]


def _copied(raw: Raw) -> list[tuple[str, str]]:
    given = raw.get("cc_email") or raw.get("cc_emails")
    listed = given.get("cc_emails") if isinstance(given, dict) else given
    return addresses(listed)


def _told(raw: Raw, status: object) -> Iterator[str]:
    yield shown("Type", raw.get("ticket_type") or raw.get("type"))
    yield shown("Source", raw.get("source_name") or raw.get("source"))
    if not isinstance(status, int) or status not in _STATUSES:
        yield shown("Status there", raw.get("status_name") or status)
    for name, value in (part(raw.get("custom_field")) or part(raw.get("custom_fields"))).items():
        yield shown(name, value)


def _macros(raw: Raw, lookup: Lookup) -> Iterator[Macro]:
    """A canned response, or a folder of them."""
    inside = rows(raw.get("canned_responses")) or rows(raw.get("responses"))
    for each in inside or [raw]:
        body = readable(each.get("content_html"), each.get("content"))
        if body and not each.get("deleted"):
            folder = text(raw.get("name")) if inside else ""
            name = text(each.get("title") or each.get("name"))
            named = f"{folder} / {name}" if folder else name
            yield Macro(id=identifier(each.get("id")), name=named, body=translated(body, _PLACES))


def _shape(raw: Raw) -> Kind | None:
    if "requester_id" in raw:
        return Kind.TICKET
    if "content_html" in raw or "canned_responses" in raw:
        return Kind.MACRO
    return Kind.PERSON if "email" in raw else None


FRESHDESK = Desk(
    name="freshdesk",
    title="Freshdesk",
    lists={
        "company": Kind.ORGANISATION,
        "customer": Kind.ORGANISATION,
        "user": Kind.PERSON,
        "contact": Kind.PERSON,
        "agent": Kind.PERSON,
        "helpdesk_ticket": Kind.TICKET,
        "ticket": Kind.TICKET,
        "folder": Kind.MACRO,
        "canned_response": Kind.MACRO,
        "admin_canned_responses_response": Kind.MACRO,
        "tag": Kind.TAG,
        "tickets": Kind.TICKET,
    },
    files={
        "compan": Kind.ORGANISATION,
        "customer": Kind.ORGANISATION,
        "user": Kind.PERSON,
        "contact": Kind.PERSON,
        "allagent": Kind.PERSON,
        "agent": Kind.PERSON,
        "cannedresponse": Kind.MACRO,
        "tag": Kind.TAG,
        "archivedticket": Kind.TICKET,
        "ticket": Kind.TICKET,
    },
    shape=_shape,
    organisation=_organisation,
    people=_people,
    macros=_macros,
    case=_case,
)
