"""Who and what of another desk's case is ours: staff by their addresses, customers by what the product calls them.

Reads only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.models import Domain, User
from moving.lookup import Lookup
from moving.values import NOBODY, Case, Comment, Person
from tickets.brought import Brought, Said
from web.mail_languages import nearest

MOST_COPIED = 50


@dataclass(frozen=True, slots=True)
class Around:
    """What every case of a run is seen against. `staff` by their addresses, in small letters."""

    title: str
    staff: Mapping[str, User]
    team: int
    locale: str
    domain: Domain | None
    now: datetime

    def agent(self, person: Person) -> User | None:
        """Who of the staff here has their address."""
        return self.staff.get(person.email.strip().lower()) if person.is_agent and person.email else None

    def language(self, asked: str) -> str:
        """A language of mail for what the desk noted."""
        return nearest(asked) or self.locale


def staff_by_address() -> dict[str, User]:
    """Everybody on the staff who has an address; of two with the same one the first."""
    rows = User.objects.filter(is_staff=True).exclude(email="").order_by("-pk")
    return {user.email.strip().lower(): user for user in rows}


def address(written: str) -> str:
    """The address, or "" where it is none that mail could go to."""
    found = written.strip()
    try:
        validate_email(found)
    except ValidationError:
        return ""
    return found if len(found) <= 254 else ""


def brought(case: Case, around: Around, lookup: Lookup, made: Mapping[str, int], kept: "Kept") -> Brought:
    """The case as it is written here. `made` are keys of customers and organisations by "person:id" and
    "organisation:id"; `kept` are its files."""
    comments = sorted(enumerate(case.comments), key=lambda pair: (pair[1].at, pair[0]))
    # Nothing is from after the move: a clock that went wrong there would put it before what happens here.
    said = [_said(each, case, around, kept.holders.get(place, ())) for place, each in comments]
    last = max(each.at for each in said)
    created = min(case.created_at, said[0].at, around.now)
    agent = around.agent(case.assignee)
    note = Said("note", "admin", _note(case, around, lookup, kept), created, author_name=around.title)
    return Brought(
        subject=case.subject or " ".join(said[0].body.split())[:120],
        status=case.status,
        priority=case.priority,
        requester_name=case.requester.name or case.requester.email,
        requester_email=address(case.requester.email),
        locale=around.language(case.requester.locale),
        created_at=created,
        updated_at=min(max(case.updated_at, last), around.now),
        said=[*said, note],
        solved_at=min(max(case.solved_at, created), around.now) if case.solved_at else None,
        customer=made.get(f"person:{case.requester.id}"),
        organisation=made.get(f"organisation:{case.organisation}"),
        team=around.team,
        assignee=agent.pk if agent else None,
        assignee_name=_name(agent) or case.assignee.name,
        participants=_copied(case),
        tags=case.tags,
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """A case's files: what those of each comment wait for, by its place; and a line for each that isn't here."""

    holders: dict[int, list[str]]
    missing: list[str]


def _said(comment: Comment, case: Case, around: Around, holders: "list[str] | tuple[()]") -> Said:
    agent = around.agent(comment.author)
    at = min(comment.at, around.now)
    if comment.is_note or comment.by_team:
        named = _name(agent) or comment.author.name or comment.author.email or around.title
        kind = "note" if comment.is_note else "reply"
        return Said(kind, "admin", comment.body, at, agent.pk if agent else None, named, holders)
    named = comment.author.name or comment.author.email or case.requester.name
    return Said("customer", case.channel, comment.body, at, None, named, holders)


def _name(agent: User | None) -> str:
    return (agent.get_full_name() or agent.get_username()) if agent else ""


def _copied(case: Case) -> list[tuple[str, str]]:
    own, found = case.requester.email.lower(), dict[str, tuple[str, str]]()
    for name, written in case.copied:
        email = address(written)
        if email and email.lower() != own:
            found.setdefault(email.lower(), (name, email))
    return list(found.values())[:MOST_COPIED]


def _note(case: Case, around: Around, lookup: Lookup, kept: Kept) -> str:
    """Where it is from, and what has no place of its own here."""
    organisation = lookup.name("organisation", case.organisation)
    lines = [
        f"Moved in from {around.title}: {case.number}",
        f"Organization: {organisation}" if organisation else "",
        *(case.told or ()),
        _nobodys(case.assignee, around),
        *kept.missing,
    ]
    return "\n".join(line for line in lines if line)


def _nobodys(assignee: Person, around: Around) -> str:
    if assignee == NOBODY or around.agent(assignee):
        return ""
    return f"Assignee there: {assignee.name} {f'({assignee.email})' if assignee.email else ''}".rstrip()
