"""The handover: a conversation becomes a ticket, with its receipt, in one transaction. Who may is asked again here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, override, pgettext

from accounts.entitlements import Rule, Support, TopicKind
from accounts.models import Visitor
from accounts.speakers import organisation_of
from messenger.access import support_of
from messenger.conversations import files, flow, limits
from messenger.conversations.actions import changing, filing, pass_gate, was_sent
from messenger.conversations.actions.steps import ZONE
from messenger.conversations.contact_codes import ContactCode
from messenger.conversations.flow import Event, FlowRefusedError, Onward, Refusal, Stage
from messenger.conversations.threads import ticket_of
from messenger.fin.outcome_actions import note_went_to_people
from messenger.models import Conversation, Message
from messenger.packets import mail_tasks
from tickets.actions.changing import set_language
from tickets.actions.opening import open_ticket
from tickets.actions.writing import add_customer_message, brought_by
from tickets.cases import Case, Consent, Line, with_zone
from tickets.models import Ticket
from web.actions import take
from web.network import Networks
from webhooks.actions.announcing import announce
from webhooks.kinds import Happening, Kind

_SUBJECT_LENGTH = 120
# The key of the detail that names a member.
MEMBER = "member_email"
# What is about an organisation rather than somebody's own account.
_SHARED = {TopicKind.GENERAL, TopicKind.BILLING}


def hand_over(*, conversation: Conversation, visitor: Visitor, networks: Networks = (), now: datetime) -> Conversation:
    """Make the ticket and its receipt. A second call changes nothing. Raises FlowRefusedError when not entitled."""
    with changing(conversation, visitor, now=now) as row:
        pass_gate(visitor, row)
        already = row.stage == Stage.HANDED_OVER
        row.stage = flow.advance(row.stage, Event.HAND_OVER)
        if already:
            return row
        support = support_of(visitor, row.topic_kind)
        if support.rule != Rule.LOCKED_OUT and not visitor.has_fresh_rights(now):
            raise FlowRefusedError(Refusal.RIGHTS_TOO_OLD)
        address = contact_of(row, visitor)[1]
        onward = way_onward(row, visitor, support)
        if onward == Onward.PROVE_ADDRESS and address:
            raise FlowRefusedError(Refusal.ADDRESS_NOT_PROVED)
        if onward != Onward.HAND_OVER:
            raise FlowRefusedError(Refusal.NOT_ENTITLED)
        take(limits.claims("hand_over", visitor, networks, address=address), now=now)
        # From here on Fin is silent, whatever it was about to say.
        row.messages.filter(state=Message.State.PENDING).delete()
        filing.send_along(row, row.messages.filter(author=Message.Author.PERSON).last())
        # Who may forward it needs nobody to do so any more.
        row.packets.filter(sent_at=None, revoked_at=None).update(revoked_at=now)
        row.ticket = _open(row, visitor, support, now)
        tell_programs(row, row.ticket, now)
        note_went_to_people(conversation=row)
    return row


def write_to_ticket(
    *,
    conversation: Conversation,
    visitor: Visitor,
    text: str,
    submission: UUID | None = None,
    networks: Networks = (),
    now: datetime,
) -> Conversation:
    """Add to the ticket of a conversation that was handed over. Fin stays silent.

    A submission that reached Fin or the ticket before changes nothing.
    """
    with changing(conversation, visitor, now=now) as row:
        pass_gate(visitor, row)
        if was_sent(row, submission) or _reached_ticket(row, submission):
            return row
        if row.stage != Stage.HANDED_OVER or row.ticket is None:
            raise FlowRefusedError(Refusal.WRONG_STEP)
        take(limits.claims("write", visitor, networks), now=now)
        files = filing.release(row)
        add_customer_message(
            ticket=row.ticket, body=text, channel="messenger", files=files, submission=submission, now=now
        )
        row.unsent = ""
    return row


def choose_mail_language(*, conversation: Conversation, visitor: Visitor, locale: str, now: datetime) -> Conversation:
    """Have the team's emails in another language. Raises FlowRefusedError before there is a ticket, TicketRefusedError
    for a language that mail isn't written in."""
    with changing(conversation, visitor, now=now) as row:
        ticket = ticket_of(row)
        if ticket is None:
            raise FlowRefusedError(Refusal.WRONG_STEP)
        set_language(ticket=ticket, locale=locale, now=now)
    return row


def keep_for_whom(
    *, conversation: Conversation, visitor: Visitor, member: Mapping[str, Any], now: datetime
) -> Conversation:
    """Note for which member this is written (email, untold), or with nothing that it is for oneself."""
    with changing(conversation, visitor, now=now) as row:
        row.details = {**row.details, "member": dict(member)}
    return row


def for_whom(row: Conversation, visitor: Visitor) -> dict[str, Any]:
    """The member whom this is written for, as it stands now: as chosen, else as the details say; {} for nobody else."""
    if not support_of(visitor, row.topic_kind).on_behalf.open:
        return {}
    given = next((each["value"] for each in row.details.get("rows", []) if each["key"] == MEMBER), "")
    member: dict[str, Any] = row.details.get("member", {"email": given, "untold": False})
    return member if member.get("email") and member["email"].lower() != visitor.email.lower() else {}


def _reached_ticket(row: Conversation, submission: UUID | None) -> bool:
    """Whether the submission is on the ticket already, so that a repeated one doesn't count as one more."""
    return submission is not None and row.ticket is not None and brought_by(row.ticket, submission) is not None


def way_onward(row: Conversation, visitor: Visitor, support: Support) -> Onward:
    """What comes after an answer that didn't help, for this person and the address that they gave."""
    code = ContactCode.objects.filter(conversation=row).first()
    proved = code is not None and code.proves(contact_of(row, visitor)[1])
    return flow.way_onward(support, tried_self_service=row.tried_self_service, proved_address=proved)


def contact_of(conversation: Conversation, visitor: Visitor) -> tuple[str, str]:
    """(name, email) that answers go to: of this visit's own sign-in, else the contact or account address they gave.

    Who can't log in writes about an account that isn't the one of the sign-in, and so gives an address themselves.
    """
    if visitor.customer is not None and conversation.topic_kind != TopicKind.CANT_LOG_IN:
        return visitor.name, visitor.email
    given = {row["key"]: row["value"] for row in conversation.details.get("rows", [])}
    # What was typed where the code is asked for is the newest.
    newest = conversation.details.get("contact_email", "")
    return given.get("name", ""), newest or given.get("contact_email") or given.get("account_email", "")


def _open(row: Conversation, visitor: Visitor, support: Support, now: datetime) -> Ticket:
    name, email = contact_of(row, visitor)
    if not email:
        raise FlowRefusedError(Refusal.NOT_ENTITLED)
    member = for_whom(row, visitor)
    given = [each for each in row.details.get("rows", []) if not member or each["key"] != MEMBER]
    # The sign-in is of another account, and would be taken for a proof.
    elsewhere = row.topic_kind == TopicKind.CANT_LOG_IN
    case = Case(
        requester_name=name,
        requester_email=email,
        customer_id=None if elsewhere else visitor.customer_id,
        locale=row.mails_in,
        subject=subject_of(row, row.text),
        topic=row.topic.slug if row.topic else "",
        topic_version=row.details.get("topic_version"),
        topic_label=row.topic.label(row.locale) if row.topic else "",
        topic_kind=str(row.topic_kind),
        rule=str(support.rule),
        reason=support.reason,
        identity=with_zone({} if elsewhere else visitor.snapshot(), row.details.get(ZONE, "")),
        details=(*_about(member, row.locale), *lines_of(given, proof=False)),
        proof=lines_of(given, proof=True),
        transcript=transcript(row),
        consent=_consent(row),
        organisation_id=_organisation(row, visitor, support),
    )
    told = [("", member["email"])] if member and not member["untold"] else []
    ticket = open_ticket(case=case, body=row.text, files=files.of_conversation(row), participants=told, now=now)
    for participant in ticket.participants.all():
        mail_tasks.tell_member.defer(participant_id=participant.pk)
    return ticket


def tell_programs(row: Conversation, ticket: Ticket, now: datetime) -> None:
    """Have programs elsewhere told that the conversation went to the team as this ticket."""
    happened = Happening(
        kind=Kind.HANDED_OVER,
        reference=ticket.reference,
        about=row.pk,
        at=now,
        is_report=ticket.is_report,
    )
    announce([happened])


def _about(member: Mapping[str, Any], locale: str) -> tuple[Line, ...]:
    """What staff have to know of the member: who it is, and whether they know."""
    if not member:
        return ()
    with override(locale):
        who = Line(gettext("On behalf of"), member["email"], MEMBER)
        return (who, Line(gettext("Does the member know of it?"), gettext("No"))) if member["untold"] else (who,)


def _organisation(row: Conversation, visitor: Visitor, support: Support) -> int | None:
    """In whose name it is written: of what is somebody's own account, in nobody's."""
    speaks = support.on_behalf.open or support.rule == Rule.DESIGNATED_CONTACT
    organisation = organisation_of(visitor)
    return organisation.pk if organisation is not None and speaks and row.topic_kind in _SHARED else None


def subject_of(row: Conversation, text: str) -> str:
    """The topic and the first line of what is asked, in the conversation's language."""
    label = row.topic.label(row.locale) if row.topic else ""
    first_line = text.strip().splitlines()[0] if text.strip() else ""
    with override(row.locale):
        between = pgettext("between a topic and what is asked about it", ": ")
    return between.join(part for part in (label, first_line) if part)[:_SUBJECT_LENGTH]


def _consent(row: Conversation) -> Consent | None:
    return Consent(row.consent_version, row.consent_locale, row.consented_at) if row.consented_at else None


def lines_of(details: list[dict[str, Any]], *, proof: bool) -> tuple[Line, ...]:
    """What was given in the details: that which is proof, or the rest."""
    given = (row for row in details if bool(row.get("proof")) is proof)
    return tuple(Line(row["label"], row["value"], row["key"], row.get("choice", "")) for row in given)


def transcript(conversation: Conversation) -> tuple[dict[str, object], ...]:
    """The conversation so far as plain values: author, text, at (ISO 8601), citations (title, path, quote)."""
    return tuple(
        {
            "author": message.author,
            "text": message.text,
            "at": message.created_at.isoformat(),
            **({"files": sent} if (sent := files.named(message)) else {}),
            "citations": [
                {"title": cited["title"], "path": cited["path"], "quote": cited["quote"]} for cited in message.citations
            ],
        }
        for message in conversation.messages.filter(state=Message.State.READY)
    )
