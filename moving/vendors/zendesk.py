"""Zendesk: the full JSON export (a record a line), and pages of its ticketing API. No Django.

Fields as developer.zendesk.com documents tickets, ticket comments, users, organizations and macros.
"""

from collections.abc import Iterable, Iterator

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
from moving.written import readable
from tickets.workflow import Status

_STATUSES = {
    "new": Status.NEW,
    "open": Status.OPEN,
    "pending": Status.PENDING,
    "hold": Status.ON_HOLD,
    "solved": Status.SOLVED,
    "closed": Status.CLOSED,
}
_PRIORITIES = {"low": LOW, "normal": NORMAL, "high": HIGH, "urgent": URGENT}
_CHANNELS = {"email": "email", "chat": "messenger", "native_messaging": "messenger"}
_PLACES = {
    "ticket.requester.name": "person.name",
    "ticket.requester.first_name": "person.first_name",
    "ticket.requester.email": "person.email",
    "ticket.id": "ticket.reference",
    "ticket.title": "ticket.subject",
    "ticket.group.name": "team.name",
    "current_user.name": "agent.name",
    "current_user.first_name": "agent.first_name",
    "ticket.assignee.name": "agent.name",
    "ticket.assignee.first_name": "agent.first_name",
}


def _organisation(raw: Raw) -> Organisation:
    return Organisation(identifier(raw.get("id")), text(raw.get("name")), identifier(raw.get("external_id")))


def _person(raw: Raw) -> Person:
    return Person(
        id=identifier(raw.get("id")),
        name=text(raw.get("name")),
        email=text(raw.get("email")),
        is_agent=raw.get("role") in {"agent", "admin"},
        external_id=identifier(raw.get("external_id")),
        organisation=identifier(raw.get("organization_id")),
        locale=text(raw.get("locale")),
    )


def _case(raw: Raw, lookup: Lookup) -> Case:
    number, status = identifier(raw.get("id")), text(raw.get("status")).lower()
    if status == "deleted":
        raise SkippedError("was deleted there")
    if status not in _STATUSES:
        raise BrokenError(f"its status {status!r} isn't one of Zendesk's")
    created = moment(raw.get("created_at"))
    if created is None:
        raise BrokenError("it has no time at which it was opened")
    requester = _who(raw, "requester", lookup)
    found = [_comment(each, requester, created, lookup) for each in _comments(raw, number, lookup)]
    if not found:
        found = [Comment(text(raw.get("description")) or text(raw.get("subject")), created, requester)]
    metrics = part(raw.get("metric_set"))
    return Case(
        id=number,
        number=number,
        subject=text(raw.get("subject")) or text(raw.get("raw_subject")),
        status=_STATUSES[status],
        priority=_PRIORITIES.get(text(raw.get("priority")).lower(), NORMAL),
        channel=_CHANNELS.get(text(part(raw.get("via")).get("channel")), "form"),
        created_at=created,
        updated_at=moment(raw.get("updated_at")) or created,
        solved_at=moment(metrics.get("solved_at")),
        requester=requester,
        comments=found,
        assignee=_who(raw, "assignee", lookup),
        organisation=identifier(raw.get("organization_id")) or requester.organisation,
        tags=words(raw.get("tags")),
        copied=list(_copied(raw, requester, lookup)),
        told=list(_told(raw)),
    )


def _comments(raw: Raw, number: str, lookup: Lookup) -> list[Raw]:
    given = raw.get("comments")
    within = rows(given.get("comments")) if isinstance(given, dict) else rows(given)
    return within or lookup.comments(number)


def _comment(raw: Raw, requester: Person, opened: object, lookup: Lookup) -> Comment:
    at = moment(raw.get("created_at")) or moment(str(opened))
    author = lookup.person(identifier(raw.get("author_id"))) if raw.get("author_id") else _embedded(raw, "author")
    if author == NOBODY and identifier(raw.get("author_id")) == requester.id:
        author = requester
    if at is None:
        raise BrokenError("a comment has no time")
    return Comment(
        body=readable(raw.get("html_body"), raw.get("plain_body") or raw.get("body")),
        at=at,
        author=author,
        is_note=raw.get("public") is False,
        by_team=author.is_agent and author.id != requester.id,
        files=[
            file_of(each.get("file_name"), each.get("content_url"), each.get("size"), each.get("id"))
            for each in rows(raw.get("attachments"))
        ],
    )


def _who(raw: Raw, name: str, lookup: Lookup) -> Person:
    known = lookup.person(identifier(raw.get(f"{name}_id")))
    embedded = _embedded(raw, name)
    if known != NOBODY or embedded != NOBODY:
        return known if known != NOBODY else embedded
    return Person(identifier(raw.get(f"{name}_id")))


def _embedded(raw: Raw, name: str) -> Person:
    return _person(part(raw.get(name))) if part(raw.get(name)) else NOBODY


def _copied(raw: Raw, requester: Person, lookup: Lookup) -> Iterator[tuple[str, str]]:
    """Who was in CC: not followers, who are the team's."""
    numbers = raw.get("email_cc_ids") or raw.get("collaborator_ids") or []
    people = [lookup.person(identifier(each)) for each in numbers] if isinstance(numbers, list) else []
    for person in [*people, *map(_person, rows(raw.get("collaborator")))]:
        if person.email and not person.is_agent and person.id != requester.id:
            yield person.name, person.email


def _told(raw: Raw) -> Iterator[str]:
    yield shown("Type", raw.get("type"))
    yield shown("Channel", part(raw.get("via")).get("channel"))
    for each in rows(raw.get("custom_fields") or raw.get("fields")):
        yield shown(f"Field {each.get('title') or each.get('id')}", each.get("value"))
    rating = part(raw.get("satisfaction_rating"))
    if rating.get("score") in {"good", "bad"}:
        yield shown("Rated", f"{rating['score']} {text(rating.get('comment'))}")
    source = part(part(raw.get("via")).get("source"))
    yield shown("Follows ticket", part(source.get("from")).get("ticket_id"))


def _macros(raw: Raw, lookup: Lookup) -> Iterator[Macro]:
    if raw.get("active") is False:
        raise SkippedError("isn't active there")
    does = {text(each.get("field")): each.get("value") for each in rows(raw.get("actions"))}
    html, plain = _last(does.get("comment_value_html")), _last(does.get("comment_value"))
    body = readable(html, plain)
    if not body:
        raise SkippedError("has no text for the customer: only what it does to a ticket")
    restriction = part(raw.get("restriction"))
    owner = lookup.person(identifier(restriction.get("id"))) if restriction.get("type") == "User" else None
    yield Macro(
        id=identifier(raw.get("id")),
        name=" / ".join(text(raw.get("title") or raw.get("name")).split("::")),
        body=translated(body, _PLACES),
        then={"pending": "pending", "solved": "solved"}.get(text(does.get("status")), ""),
        priority=_PRIORITIES.get(text(does.get("priority"))),
        tags=f"{_last(does.get('current_tags'))} {_last(does.get('set_tags'))}".split(),
        owner=owner,
    )


def _last(value: object) -> str:
    """A value, or of a channel and a value the latter."""
    return text(value[-1]) if isinstance(value, list) and value else text(value)


def _shape(raw: Raw) -> Kind | None:
    if "actions" in raw:
        return Kind.MACRO
    if "role" in raw and "email" in raw:
        return Kind.PERSON
    if "author_id" in raw and "ticket_id" in raw:
        return Kind.COMMENT
    if "status" in raw and ("subject" in raw or "description" in raw):
        return Kind.TICKET
    return Kind.ORGANISATION if "domain_names" in raw else None


def _people(raw: Raw) -> Iterable[Person]:
    return [_person(raw)]


ZENDESK = Desk(
    name="zendesk",
    title="Zendesk",
    lists={
        "organizations": Kind.ORGANISATION,
        "users": Kind.PERSON,
        "comments": Kind.COMMENT,
        "tags": Kind.TAG,
        "macros": Kind.MACRO,
        "tickets": Kind.TICKET,
    },
    files={
        "organization": Kind.ORGANISATION,
        "user": Kind.PERSON,
        "comment": Kind.COMMENT,
        "ticketcomment": Kind.COMMENT,
        "tag": Kind.TAG,
        "macro": Kind.MACRO,
        "ticket": Kind.TICKET,
    },
    shape=_shape,
    organisation=_organisation,
    people=_people,
    macros=_macros,
    case=_case,
)
