"""Intercom: conversations, contacts, companies, admins, tags and macros as its API gives them. No Django.

Fields as developers.intercom.com documents them for versions 2.x; a conversation is one object with its parts.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from moving.lookup import Lookup
from moving.values import (
    HIGH,
    NOBODY,
    NORMAL,
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
from moving.vendors.placeholders import attributes, translated
from moving.written import readable
from tickets.workflow import Status

_TEAM = {"admin", "bot", "team"}
_CHANNELS = {"email": "email"}
_PLACES = {
    "name": "person.name",
    "first_name": "person.first_name",
    "email": "person.email",
    "user.name": "person.name",
    "user.first_name": "person.first_name",
    "user.email": "person.email",
    "conversation.id": "ticket.reference",
    "conversation.title": "ticket.subject",
    "teammate.name": "agent.name",
    "teammate.first_name": "agent.first_name",
    "author.name": "agent.name",
    "author.first_name": "agent.first_name",
}


def _organisation(raw: Raw) -> Organisation:
    return Organisation(identifier(raw.get("id")), text(raw.get("name")), identifier(raw.get("company_id")))


def _people(raw: Raw) -> Iterable[Person]:
    return [_person(raw)]


def _person(raw: Raw) -> Person:
    companies = part(raw.get("companies"))
    first = next(iter(rows(companies.get("data") or companies.get("companies"))), {})
    kind = text(raw.get("type"))
    return Person(
        id=_key(kind, raw),
        name=text(raw.get("name")),
        email=text(raw.get("email")),
        is_agent=kind in _TEAM,
        external_id="" if kind in _TEAM else identifier(raw.get("external_id") or raw.get("user_id")),
        organisation=identifier(first.get("id")),
        locale=text(raw.get("language_override") or raw.get("locale")),
    )


def _key(kind: str, raw: Raw) -> str:
    """An admin and a contact may have the same id."""
    found = identifier(raw.get("id"))
    return f"{'admin' if kind in _TEAM else 'contact'}:{found}" if found else ""


def _case(raw: Raw, lookup: Lookup) -> Case:
    number, created, source = identifier(raw.get("id")), moment(raw.get("created_at")), _source(raw)
    if created is None:
        raise BrokenError("it has no time at which it began")
    parts = part(raw.get("conversation_parts"))
    said = [_opening(source, number, created, lookup)]
    said += [each for one in rows(parts.get("conversation_parts")) for each in _part(one, number, lookup)]
    said = [each for each in said if each.body or each.files]
    requester = _requester(raw, source, said, lookup)
    if not said:
        raise SkippedError("nobody said anything in it")
    if all(each.by_team or each.is_note for each in said) and text(source.get("delivered_as")) != "customer_initiated":
        raise SkippedError("a message that went out and that nobody answered")
    updated = moment(raw.get("updated_at")) or created
    is_closed = raw.get("state") == "closed" or (not raw.get("state") and raw.get("open") is False)
    answered = any(each.by_team and not each.is_note for each in said)
    title = readable(source.get("subject"), "") or text(raw.get("title"))
    return Case(
        id=number,
        number=number,
        subject=title or " ".join(said[0].body.split())[:120],
        status=Status.SOLVED if is_closed else Status.OPEN if answered else Status.NEW,
        priority=HIGH if raw.get("priority") in {"priority", True} else NORMAL,
        channel=_CHANNELS.get(text(source.get("type")), "messenger"),
        created_at=created,
        updated_at=updated,
        solved_at=_closed_at(parts) if is_closed else None,
        requester=requester,
        comments=said,
        assignee=_assignee(raw, lookup),
        organisation=requester.organisation,
        tags=words(part(raw.get("tags")).get("tags")),
        copied=list(_others(raw, requester, lookup)),
        told=list(_told(raw, parts)),
    )


def _source(raw: Raw) -> Raw:
    """How it began; before version 2 it was called otherwise."""
    return part(raw.get("source")) or part(raw.get("conversation_message"))


def _opening(source: Raw, number: str, at: Any, lookup: Lookup) -> Comment:
    author = _author(part(source.get("author")), lookup)
    body = readable(source.get("body"), "")
    return Comment(body, at, author, by_team=author.is_agent, files=_files(source, number))


def _part(raw: Raw, number: str, lookup: Lookup) -> Iterator[Comment]:
    """Closing, assigning and the like are parts too, and may have words for the customer."""
    author, at = _author(part(raw.get("author")), lookup), moment(raw.get("created_at"))
    body, files = readable(raw.get("body"), ""), _files(raw, number)
    if (not body and not files) or at is None:
        return
    is_note = "note" in text(raw.get("part_type"))
    yield Comment(body, at, author, is_note=is_note, by_team=author.is_agent, files=files)


def _author(raw: Raw, lookup: Lookup) -> Person:
    known = lookup.person(_key(text(raw.get("type")), raw))
    return known if known != NOBODY else _person(raw) if raw else NOBODY


def _files(raw: Raw, number: str) -> list[Any]:
    found = rows(raw.get("attachments"))
    return [
        file_of(each.get("name"), each.get("url"), each.get("filesize"), raw.get("id"), number)
        for each in found
        if each.get("name") or each.get("url")
    ]


def _requester(raw: Raw, source: Raw, said: list[Comment], lookup: Lookup) -> Person:
    contacts = _contacts(raw)
    for each in contacts:
        known = lookup.person(f"contact:{identifier(each.get('id'))}")
        if known != NOBODY:
            return known
    wrote = next((each.author for each in said if not each.by_team and each.author.id), NOBODY)
    if wrote != NOBODY:
        return wrote
    return _person({**contacts[0], "type": "contact"}) if contacts else NOBODY


def _contacts(raw: Raw) -> list[Raw]:
    found, alone = part(raw.get("contacts")), part(raw.get("user"))
    return rows(found.get("contacts")) or rows(raw.get("customers")) or ([alone] if alone else [])


def _others(raw: Raw, requester: Person, lookup: Lookup) -> Iterator[tuple[str, str]]:
    for each in _contacts(raw):
        person = lookup.person(f"contact:{identifier(each.get('id'))}")
        if person.email and person.id != requester.id:
            yield person.name, person.email


def _assignee(raw: Raw, lookup: Lookup) -> Person:
    found = identifier(raw.get("admin_assignee_id") or part(raw.get("assignee")).get("id"))
    return lookup.person(f"admin:{found}") if found not in {"", "0"} else NOBODY


def _closed_at(parts: Raw) -> Any:
    closed = [each for each in rows(parts.get("conversation_parts")) if each.get("part_type") == "close"]
    return moment(closed[-1].get("created_at")) if closed else None


def _told(raw: Raw, parts: Raw) -> Iterator[str]:
    yield shown("Channel", _source(raw).get("type"))
    if raw.get("state") == "snoozed":
        yield shown("Snoozed until", moment(raw.get("snoozed_until")))
    for name, value in part(raw.get("custom_attributes")).items():
        yield shown(name, value)
    rating = part(raw.get("conversation_rating"))
    if rating.get("rating"):
        yield shown("Rated", f"{rating['rating']} of 5 {text(rating.get('remark'))}")
    given, total = len(rows(parts.get("conversation_parts"))), parts.get("total_count")
    if isinstance(total, int) and total > given:
        yield f"The export has {given} of its {total} parts."


def _macros(raw: Raw, lookup: Lookup) -> Iterator[Macro]:
    body = readable(attributes(text(raw.get("body"))), raw.get("body_text"))
    if not body:
        raise SkippedError("has no text for the customer: only what it does to a conversation")
    yield Macro(id=identifier(raw.get("id")), name=text(raw.get("name")), body=translated(body, _PLACES))


_KINDS = {
    "conversation": Kind.TICKET,
    "contact": Kind.PERSON,
    "user": Kind.PERSON,
    "lead": Kind.PERSON,
    "admin": Kind.PERSON,
    "company": Kind.ORGANISATION,
    "tag": Kind.TAG,
    "macro": Kind.MACRO,
}

INTERCOM = Desk(
    name="intercom",
    title="Intercom",
    lists={
        "companies": Kind.ORGANISATION,
        "contacts": Kind.PERSON,
        "users": Kind.PERSON,
        "admins": Kind.PERSON,
        "tags": Kind.TAG,
        "macros": Kind.MACRO,
        "conversations": Kind.TICKET,
    },
    files={
        "compan": Kind.ORGANISATION,
        "contact": Kind.PERSON,
        "user": Kind.PERSON,
        "lead": Kind.PERSON,
        "admin": Kind.PERSON,
        "teammate": Kind.PERSON,
        "tag": Kind.TAG,
        "macro": Kind.MACRO,
        "conversation": Kind.TICKET,
    },
    shape=lambda raw: _KINDS.get(text(raw.get("type"))),
    organisation=_organisation,
    people=_people,
    macros=_macros,
    case=_case,
)
