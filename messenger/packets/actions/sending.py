"""An owner or admin reads a packet, changes it, and sends it on: a ticket of theirs, with the member on it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext, override

from accounts.models import Visitor
from messenger.access import support_of
from messenger.conversations import limits
from messenger.conversations.actions.handover import lines_of, subject_of, tell_programs
from messenger.conversations.flow import FlowRefusedError, Refusal
from messenger.packets import mail_tasks
from messenger.packets.files import holder_of
from messenger.packets.models import Packet, PacketDraft
from messenger.packets.opening import Opened, PacketRefusedError, opened_by
from tickets.actions.opening import open_ticket
from tickets.cases import Case, Line
from tickets.files import actions as stored
from tickets.files.kinds import FileRefusedError
from tickets.models import StoredFile
from web.actions import take
from web.network import Networks
from web.secrets import mask


@transaction.atomic
def send_on(
    *, packet: Packet, visitor: Visitor, text: str, added: str, networks: Networks = (), now: datetime
) -> Packet:
    """Open the ticket: the visitor's own, with the member as a participant, who is told.

    Raises PacketRefusedError for who may not, and for a packet that is over; FlowRefusedError while plan and role are
    to be confirmed; TooOftenError past the limit.
    """
    row = _locked(packet)
    _check(row, visitor, now)
    if not visitor.has_fresh_rights(now):
        raise FlowRefusedError(Refusal.RIGHTS_TOO_OLD)
    take(limits.claims("hand_over", visitor, networks), now=now)
    files = StoredFile.objects.filter(in_packets__packet=row, attachment=None).order_by("pk")
    row.ticket = open_ticket(
        case=_case(row, visitor, text),
        body=_body(row, visitor, text, added),
        files=[*files, *stored.send_off(holder=holder_of(row, visitor))],
        participants=[(row.name, row.email)] if row.email.lower() != visitor.email.lower() else [],
        now=now,
    )
    row.sent_at = now
    row.save()
    row.drafts.all().delete()
    tell_programs(row.conversation, row.ticket, now)
    mail_tasks.tell_sent.defer(packet_id=row.pk)
    return row


@transaction.atomic
def keep(*, packet: Packet, visitor: Visitor, text: str | None, added: str | None) -> None:
    """Keep what was typed for this visit, logged in or not: it is there again once they are. None is left as it is."""
    typed = {"text": text, "added": added}
    words = {name: mask(said).text for name, said in typed.items() if said is not None}
    PacketDraft.objects.update_or_create(packet=packet, visitor=visitor, defaults=words)


def take_in(
    *, packet: Packet, visitor: Visitor, uploads: "Iterable[UploadedFile[Any]]", networks: Networks = (), now: datetime
) -> list[FileRefusedError]:
    """Keep files until the packet is sent on; those that can't be kept are returned, the others stay.

    Raises PacketRefusedError, TooOftenError past the limit.
    """
    refused = []
    for upload in uploads:
        _check(packet, visitor, now)
        take(limits.claims("upload", visitor, networks), now=now)
        try:
            holder = holder_of(packet, visitor)
            stored.take_in(holder=holder, name=upload.name or "", content=upload.read(), now=now)
        except FileRefusedError as problem:
            refused.append(problem)
    return refused


def remove(*, packet: Packet, visitor: Visitor, key: str) -> None:
    """Take out a file that this person added; one that isn't there is no error."""
    stored.drop(holder=holder_of(packet, visitor), key=key)


def _locked(packet: Packet) -> Packet:
    """The row as it is now. Raises PacketRefusedError when its conversation was deleted this very moment."""
    rows = Packet.objects.select_related("conversation__topic", "organisation", "ticket")
    row = rows.select_for_update(of=("self",)).filter(pk=packet.pk).first()
    if row is None:
        raise PacketRefusedError(Opened.REVOKED)
    return row


def _check(packet: Packet, visitor: Visitor, now: datetime) -> None:
    opened = opened_by(visitor, packet, now)
    if opened != Opened.READABLE:
        raise PacketRefusedError(opened)


def _case(packet: Packet, visitor: Visitor, text: str) -> Case:
    """What the ticket is about: the owner's login decides, the conversation is the member's.

    What the member agreed to stays with their conversation: it is no evidence about who sends the packet on.
    """
    talk = packet.conversation
    support, given = support_of(visitor, talk.topic_kind), talk.details.get("rows", [])
    with override(talk.locale):
        member = Line(gettext("On behalf of"), _named(packet), "member_email")
    return Case(
        requester_name=visitor.name,
        requester_email=visitor.email,
        customer_id=visitor.customer_id,
        organisation_id=packet.organisation_id,
        locale=talk.mails_in,
        subject=subject_of(talk, text),
        topic=talk.topic.slug if talk.topic else "",
        topic_version=talk.details.get("topic_version"),
        topic_label=talk.topic.label(talk.locale) if talk.topic else "",
        topic_kind=str(talk.topic_kind),
        rule=str(support.rule),
        reason=support.reason,
        identity=visitor.snapshot(),
        details=(member, *lines_of(given, proof=False)),
        proof=lines_of(given, proof=True),
        transcript=tuple(packet.transcript),
    )


def _body(packet: Packet, visitor: Visitor, text: str, added: str) -> str:
    if not added:
        return text
    with override(packet.conversation.locale):
        head = gettext("Added by %(name)s:") % {"name": visitor.name or visitor.email}
    return f"{text}\n\n{head}\n{added}".strip()


def _named(packet: Packet) -> str:
    return f"{packet.name} <{packet.email}>" if packet.name else packet.email
