"""How a case stands, for the person whose it is: what the page shows. Reads only, and neither notes nor proof."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from tickets.case_page import files, people
from tickets.case_page.links import hide_tokens
from tickets.case_page.nudging import nudge_from
from tickets.case_page.people import Person
from tickets.case_page.promise import promise
from tickets.customer_words import CUSTOMER_STATUS
from tickets.events import Kind
from tickets.files.showing import Earlier, ShownFile
from tickets.mail.emails import is_known
from tickets.models import Message, Ticket
from tickets.models.merges import words_of
from tickets.models.snoozes import waits_from
from tickets.new_mail.copied import copied_by_requester
from web.mail_languages import names
from web.masked_words import told


@dataclass(frozen=True, slots=True)
class Touches:
    """When somebody of the team last answered, and last did anything else that only staff see; None for never."""

    answer: Message | None
    work_at: datetime | None

    @property
    def last_at(self) -> datetime | None:
        return max((at for at in (self.answer and self.answer.created_at, self.work_at) if at), default=None)


def touches_of(ticket: Ticket) -> Touches:
    """By the rows: replies, and beside them notes and events that have a member of staff as author."""
    said = ticket.messages.order_by("-created_at", "-pk")
    answer = said.visible_to_customer().filter(kind=Message.Kind.REPLY).select_related("author").first()
    note = said.filter(kind=Message.Kind.NOTE).values_list("created_at", flat=True).first()
    about_links = [Kind.CASE_LINKS_REVOKED, Kind.CASE_LINK_GIVEN_AGAIN]
    done = ticket.events.exclude(author_name="").exclude(kind__in=about_links).order_by("-created_at", "-pk")
    work = max((at for at in (note, done.values_list("created_at", flat=True).first()) if at), default=None)
    # What comes with an answer has its time.
    is_later = work is not None and (answer is None or work > answer.created_at)
    return Touches(answer, work if is_later else None)


def nudge_time(ticket: Ticket, touches: Touches) -> datetime | None:
    """From when on somebody may say that they are still waiting, or None."""
    return nudge_from(
        waits_from(ticket, timezone.now()),
        touched_at=touches.last_at,
        nudged_at=ticket.nudged_at,
        wait=timedelta(seconds=settings.NUDGE_AGE),
    )


def context(ticket: Ticket, person: Person, *, wants_words: bool, now: datetime) -> dict[str, Any]:
    """What the page reads. Words that a stranger may have typed are shown to whom they were mailed, or who asks."""
    touches = touches_of(ticket)
    nudge_at = nudge_time(ticket, touches)
    shows_words = wants_words or is_known(ticket, person.email)
    return {
        "ticket": ticket,
        "person": person,
        "status": CUSTOMER_STATUS[ticket.status],
        "answer": touches.answer,
        "answered_by": _first_name(touches.answer) if touches.answer else "",
        "work_at": touches.work_at,
        "nudge_at": nudge_at,
        **promise(ticket, now),
        "may_nudge": nudge_at is not None and now >= nudge_at,
        "mails_in": people.language_of(ticket) if person.is_requester else None,
        "copied": copied_by_requester(ticket) if person.is_requester else [],
        "mail_languages": names().items(),
        "ends_at": people.ends_at(ticket),
        "shows_words": shows_words,
        "entries": _entries(ticket, person) if shows_words else [],
        "goes_on": _goes_on(ticket, person, now),
        "picker": files.picker(ticket, person),
    }


@dataclass(frozen=True, slots=True)
class Entry:
    """One message as the page shows it; `name` is "" for whoever gave none."""

    message: Message
    name: str
    words: str
    is_team: bool
    files: list[ShownFile]
    hidden: list[str]


def _entries(ticket: Ticket, person: Person) -> list[Entry]:
    rows = words_of(ticket).visible_to_customer().select_related("author").prefetch_related("attachments__file")
    earlier = Earlier()
    return [_entry(row, earlier.marked(row, files.of_message(ticket, person, row))) for row in rows]


def _entry(row: Message, sent: list[ShownFile]) -> Entry:
    if row.kind == Message.Kind.REPLY:
        return Entry(row, _first_name(row), hide_tokens(row.body), is_team=True, files=sent, hidden=told(row.masked))
    # Whoever has no name is signed by an address, which others on the ticket needn't know.
    name = people.masked(row.author_name) if "@" in row.author_name else row.author_name
    return Entry(row, name, hide_tokens(row.body), is_team=False, files=sent, hidden=told(row.masked))


def _first_name(row: Message) -> str:
    return (row.author.first_name if row.author else "") or row.author_name


def _goes_on(ticket: Ticket, person: Person, now: datetime) -> tuple[Ticket, str] | None:
    """The ticket in which a closed one goes on, and where its page is for the same person, or ""."""
    following = Ticket.objects.filter(follows=ticket).order_by("-pk").first()
    if following is None:
        return None
    opens = following.may_write(person.email) and not people.has_ended(following, now)
    page = [get_language(), people.token_for(following, person.email)]
    return following, reverse("case", args=page) if opens else ""
