"""Opens tickets: the handover from a conversation, and the follow-up of a closed one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction

from accounts.entitlements import Need
from accounts.models import User
from accounts.reasons import REASONS
from tickets import cases
from tickets.actions import announcing, causing, clocking, disowning, handing, hiding, indexing, recording, versions
from tickets.automations.rules import Trigger
from tickets.cases import Case
from tickets.events import Kind
from tickets.files.actions import attach
from tickets.mail import emails
from tickets.models import Message, Participant, Priority, StoredFile, Ticket, Topic, TopicVersion
from tickets.refusals import TicketRefusedError
from tickets.sla import clock_actions

# With these before it, the way to the Product Support team is closed; whoever calls has asked already, this asks again.
_CLOSED_NEEDS = frozenset({Need.SIGN_IN, Need.SUCCESSOR_SIGN_IN, Need.ASK_OWNER, Need.ASK_ADMIN, Need.NOT_IN_PLAN})


@transaction.atomic
def open_ticket(
    *,
    case: Case,
    body: str,
    files: Sequence[StoredFile] = (),
    channel: Message.Channel = Message.Channel.MESSENGER,
    priority: Priority | None = None,
    participants: Sequence[tuple[str, str]] = (),
    team: Group | None = None,
    said: Mapping[str, Any] | None = None,
    author: User | None = None,
    now: datetime,
) -> Ticket:
    """Open a ticket with its first message and the receipt. Once is enough for the caller to see to.

    Without a priority or a team it is the topic's. `said` is what the first message has besides, by its columns.
    `participants` are (name, email) of who else is on it, and hears of answers.
    Who gave no address gets no receipt. `files` go with the message; they wait for nobody any more
    (`tickets.files.actions.send_off`).
    Where a member of staff, the `author`, opens it, no rule has to let the person through.
    Raises TicketRefusedError when there is neither text nor file, or the reason says that the person may not reach a
    human.
    """
    if not body.strip() and not files:
        raise TicketRefusedError("empty")
    is_closed = case.reason not in REASONS or case.reason.partition(".")[2] in _CLOSED_NEEDS
    if is_closed and author is None:
        raise TicketRefusedError("not_entitled")
    ticket = _ticket_of(case, now, priority=priority)
    ticket.team = team or ticket.team
    ticket = _begin(ticket, body, channel, now, files=files, **(said or {}))
    Participant.objects.bulk_create(
        Participant(ticket=ticket, name=" ".join(name.split())[:200], email=email) for name, email in participants
    )
    disowning.tell_owner(ticket, ticket.messages.get(), now)
    return ticket


def follow_up(closed: Ticket, *, channel: Message.Channel, now: datetime, **message: Any) -> Message:
    """Open the ticket that goes on where a closed one ended, and return its first message; the caller's transaction.

    The case goes on whole, with its team and the proof: what was compared on the closed ticket is compared anew, and
    one that the account's owner stopped stays so.
    """
    ticket = _ticket_of(
        closed.case(), now, follows=closed, root_id=closed.root_id or closed.pk, disowned_at=closed.disowned_at
    )
    ticket.team_id = closed.team_id or ticket.team_id
    opened = _begin(ticket, message.pop("body"), channel, now, **message)
    Participant.objects.bulk_create(
        Participant(ticket=opened, name=person.name, email=person.email) for person in closed.participants.all()
    )
    clocking.follow_up(opened, closed, now)
    recording.record(closed, Kind.FOLLOW_UP, None, now, reference=opened.reference)
    return opened.messages.get()


def apart(
    old: Ticket, *, subject: str, message: Message, files: Sequence[StoredFile], tell: bool, now: datetime
) -> Ticket:
    """Open a ticket of the same people with a copy of one of their messages; the caller's transaction.

    The case goes on as it stands there, without what was said before it; what was compared is compared anew. Its person
    waits since they wrote. With `tell` they get the receipt.
    """
    case = replace(old.case(), subject=subject, transcript=())
    ticket = _ticket_of(case, now, disowned_at=old.disowned_at)
    ticket.team_id = old.team_id or ticket.team_id
    said = {"author_name": message.author_name, "quoted": message.quoted}
    channel = Message.Channel(message.channel)
    opened = _begin(ticket, message.body, channel, now, files=files, receipt=tell, **said)
    opened.messages.update(created_at=message.created_at, masked=message.masked)
    opened.waiting_since = message.created_at
    opened.save(update_fields=["waiting_since"])
    Participant.objects.bulk_create(
        Participant(ticket=opened, name=person.name, email=person.email) for person in old.participants.all()
    )
    indexing.index_these(keys=[opened.pk])
    return opened


def _ticket_of(case: Case, now: datetime, *, priority: Priority | None = None, **more: Any) -> Ticket:
    """The unsaved ticket of a case without its secrets; what a column or a mail's header can't hold is cut here."""
    case = cases.without_secrets(case)
    topic = Topic.objects.select_related("team").filter(slug=case.topic).first() if case.topic else None
    return Ticket(
        subject=" ".join(case.subject.split())[:250],
        requester_name=" ".join(case.requester_name.split())[:200],
        requester_email=case.requester_email.strip(),
        customer_id=case.customer_id,
        organisation_id=case.organisation_id,
        locale=case.locale,
        topic=topic,
        topic_version=_version_of(topic, case, now) if topic else None,
        priority=priority or (topic.priority if topic else Priority.NORMAL),
        team=topic.team if topic else None,
        topic_label=case.topic_label[:200],
        topic_kind=case.topic_kind,
        rule=case.rule,
        reason=case.reason,
        identity=dict(case.identity),
        details=cases.stored(case.details),
        proof=cases.stored(case.proof) or None,
        transcript=[dict(turn) for turn in case.transcript],
        **_consent_of(case),
        **more,
    )


def _version_of(topic: Topic, case: Case, now: datetime) -> TopicVersion:
    """The version that the person saw, else the newest."""
    seen = TopicVersion.objects.filter(topic=topic, pk=case.topic_version).first() if case.topic_version else None
    return seen or versions.keep_version(topic=topic, now=now)


def _consent_of(case: Case) -> dict[str, Any]:
    given = case.consent
    if given is None:
        return {}
    return {"consent_version": given.version, "consent_locale": given.locale, "consented_at": given.agreed_at}


def _begin(
    ticket: Ticket,
    body: str,
    channel: Message.Channel,
    now: datetime,
    *,
    files: Sequence[StoredFile] = (),
    receipt: bool = True,
    **message: Any,
) -> Ticket:
    ticket.created_at = ticket.updated_at = ticket.waiting_since = now
    ticket.save()
    author_name = message.pop("author_name", "") or ticket.requester_name
    first = Message.objects.create(
        ticket=ticket,
        kind=Message.Kind.CUSTOMER,
        channel=channel,
        author_name=author_name,
        created_at=now,
        **hiding.said(body, message.pop("quoted", "")),
        **message,
    )
    attach(message=first, files=files)
    clock_actions.follow(ticket, now)
    ticket.save(update_fields=["due_at", "warn_at"])
    indexing.note(ticket)
    handing.plan(ticket)
    if receipt and ticket.requester_email:
        recording.queue([emails.receipt(ticket, first)])
    causing.cause(ticket, Trigger.OPENED)
    announcing.said(first, opens=True)
    return ticket
