"""What the ticket page shows, gathered from the rows. Reads only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.timesince import timesince
from django.utils.translation import gettext

from accounts.models import User
from accounts.reasons import REASONS
from tickets import cases, forms, guards, labels, workflow
from tickets.actions.recording import name_of
from tickets.case_page.people import ends_at, has_ended, stopped
from tickets.cases import FieldWords
from tickets.compliance.standing import clocks, report_of, suspicions_in_words
from tickets.desk import deadlines, editor
from tickets.desk.beside import beside
from tickets.desk.clock import clock_of
from tickets.desk.colleagues import colleagues
from tickets.desk.neighbours import neighbours
from tickets.desk.organisation import organisation_of
from tickets.desk.origin import list_address, list_of, with_list
from tickets.desk.other_tickets import other_tickets
from tickets.desk.site import page_context
from tickets.desk.standing import standing
from tickets.desk.thread import Entry, thread
from tickets.enterprise.words import field_words
from tickets.linking.showing import links_of
from tickets.merging.showing import merges_of
from tickets.models import (
    IncomingEmail,
    Merge,
    Participant,
    Rating,
    ScheduledReply,
    SuppressedAddress,
    Ticket,
    TicketEvent,
    TicketLink,
    TicketTag,
)
from tickets.models.tags import known_tags, tags_of
from tickets.models.teams import teams_for
from tickets.new_mail.copied import copied
from tickets.proof.shown import is_folded
from tickets.refusals import REFUSALS
from tickets.replies.waiting import waiting_on
from web.mail_languages import names


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A line of the proof: what was given, and the verdict with who gave it; `field` is what the form calls it."""

    field: str
    name: str
    label: str
    value: str
    verdict: str
    by: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the conversation with Fin that came before the ticket."""

    is_fin: bool
    author: str
    text: str
    at: datetime | None
    citations: list[dict[str, str]]
    files: list[dict[str, Any]]


def context(
    request: HttpRequest, ticket: Ticket, *, form: forms.WriteForm | None = None, **more: Any
) -> dict[str, Any]:
    """Everything the workspace template reads."""
    # The Enterprise form's fields are no rows; their keys are its own.
    topic = ticket.topic_at_opening
    words = topic.field_words() if topic else field_words()
    form = form or editor.begun(request, ticket)
    entries, newest = thread(ticket, form.last_seen, words)
    latest, now = "-".join(map(str, newest)), timezone.now()
    there, clock = beside(ticket), clock_of(ticket)
    # Before what the rules say: whom it named as its contacts comes with it.
    organisation = organisation_of(ticket, request.user, now)
    staff, mentionable = colleagues(ticket)
    participants = there.rows(Participant, ticket.participants.all)
    addresses = [ticket.requester_email, *(each.email for each in participants)]
    preceding, following = neighbours(ticket, request)
    return page_context(
        request,
        **editor.context(request, ticket, form, version=ticket.version, latest=latest),
        mine=_newest_of(request.user, entries),
        title=ticket.subject or ticket.reference,
        opts=Ticket._meta,
        waited=ago(ticket.waiting_since, now) if ticket.waiting_since and ticket.waiting_since <= now else "",
        thread=entries,
        one_screen=True,
        newest_message=next((each.message.pk for each in reversed(entries) if each.message), 0),
        staff=staff,
        teams=teams_for(ticket),
        mentionable=mentionable,
        tags=there.rows(TicketTag, tags_of, ticket),
        snooze=getattr(ticket, "snooze", None),
        scheduled=there.rows(ScheduledReply, waiting_on, ticket),
        snooze_offers=labels.snoozes(now),
        known_tags=known_tags(),
        priorities=Ticket.Priority.choices,
        moves=[(event.value, labels.MOVES[event]) for event in workflow.choices_from(ticket.status)],
        rule=labels.RULES.get(ticket.rule, ticket.rule),
        reason=REASONS.get(ticket.reason, ""),
        standing=standing(ticket, now),
        organisation=organisation,
        identity=labels.identity_lines(ticket.identity),
        their_time=clock.at(now) if clock else None,
        consent=ticket.consent,
        consent_language=_language(ticket.consent_locale),
        topic=topic.label() if topic else ticket.topic_label,
        topic_changed=_version_behind(ticket),
        details=[line.told(words) for line in cases.read(ticket.details)],
        proof=proof_lines(ticket, words),
        proof_folded=is_folded(request, ticket),
        guarded=list(labels.GUARDED.items()),
        guarded_lack=_lack(ticket),
        transcript=[_turn(turn, ticket) for turn in ticket.transcript],
        participants=participants,
        suppressed=SuppressedAddress.objects.standing().of(addresses),
        copied=there.rows(IncomingEmail, copied, ticket),
        languages=names().items(),
        case_ends_at=ends_at(ticket),
        case_has_ended=has_ended(ticket, now),
        case_stopped=there.rows(TicketEvent, stopped, ticket),
        **_report(ticket),
        **merges_of(ticket, now, there=there.has(Merge)),
        **links_of(ticket, request.user, there=there.has(TicketLink)),
        **deadlines.of_ticket(ticket, now, there),
        rating=_rating(ticket),
        nudged=ago(ticket.nudged_at, now) if ticket.is_nudged and ticket.nudged_at else "",
        other_tickets=other_tickets(ticket, request.user),
        following=following,
        preceding=preceding,
        list_part=with_list("", list_of(request)),
        list_address=list_address(request),
        **more,
    )


def _rating(ticket: Ticket) -> Rating | None:
    """What somebody said of our help, once they answered."""
    rating: Rating | None = getattr(ticket, "rating", None)
    return rating if rating and rating.score else None


def _newest_of(person: User | AnonymousUser, entries: list[Entry]) -> int:
    """The key of the newest message by this member of staff; 0 for none."""
    own = (entry.message.pk for entry in entries if entry.message and entry.message.author_id == person.pk)
    return max(own, default=0)


def ago(moment: datetime, now: datetime) -> str:
    """How long ago, in one unit; the first minute is no number worth reading."""
    return gettext("under a minute") if now - moment < timedelta(minutes=1) else timesince(moment, now, depth=1)


def _version_behind(ticket: Ticket) -> int | None:
    """The number of the topic's version that the person saw, where there is a newer one."""
    seen = ticket.topic_version
    return seen.number if seen and seen.topic.versions.filter(number__gt=seen.number).exists() else None


def _language(code: str) -> str:
    return names().get(code, code)


def proof_field(number: int) -> str:
    """What the form calls the proof's line at this place."""
    return f"line{number}"


def proof_lines(ticket: Ticket, words: dict[str, FieldWords]) -> list[ProofLine]:
    """The proof with what was found; empty when there is none. `words` are those of the topic's fields."""
    given, lines = ticket.proof_lines(), []
    rows = ticket.proof_checks.select_related("checked_by") if given else ()
    checks = {check.item: check for check in rows}
    for number, line in enumerate(given):
        check = checks.get(line.name)
        verdict = "" if check is None else "matches" if check.matches else "differs"
        by = name_of(check.checked_by) if check else ""
        label, value = line.told(words)
        lines.append(ProofLine(proof_field(number), line.name, label, value, verdict, by))
    return lines


def _lack(ticket: Ticket) -> str:
    """What the acts on the account still wait for, or ""."""
    missing = guards.lack(ticket.proof_standing()) if ticket.proof else None
    return str(REFUSALS[missing]) if missing else ""


def _turn(turn: dict[str, Any], ticket: Ticket) -> Turn:
    is_fin = turn.get("author") == "fin"
    # Only addresses on this site become links: the snapshot is stored text.
    citations = [found for found in turn.get("citations") or [] if str(found.get("path", "")).startswith("/")]
    return Turn(
        is_fin=is_fin,
        author=gettext("AI support bot Fin") if is_fin else ticket.requester,
        text=str(turn.get("text", "")),
        at=parse_datetime(str(turn.get("at") or "")) if turn.get("at") else None,
        citations=citations,
        files=turn.get("files") or [],
    )


def _report(ticket: Ticket) -> dict[str, Any]:
    """What is shown of a report besides; nothing of any other ticket."""
    report = report_of(ticket)
    if report is None:
        return {}
    return {
        "report": report,
        "clocks": clocks(report, timezone.now()),
        "suspicions": suspicions_in_words(report),
    }
