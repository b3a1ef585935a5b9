"""A member asks: the packet is made, the owners or admins get its link; or the member takes it back."""

from datetime import datetime

from accounts.entitlements import Need
from accounts.models import Organisation, Visitor
from accounts.speakers import listed_of, organisation_of, speakers_of
from messenger.access import support_of
from messenger.conversations import limits
from messenger.conversations.actions import changing, filing, pass_gate
from messenger.conversations.actions.handover import transcript
from messenger.conversations.files import of_conversation
from messenger.conversations.flow import FlowRefusedError, Refusal, Stage
from messenger.fin.outcome_actions import note_went_to_people
from messenger.models import Conversation, Message
from messenger.packets import mail_tasks
from messenger.packets.models import HOLDS_FOR, Packet, PacketFile, Standing
from web.actions import take
from web.network import Networks
from web.secrets import mask


def ask(*, conversation: Conversation, visitor: Visitor, text: str, networks: Networks = (), now: datetime) -> Packet:
    """Pack this text with the conversation and its files, and write to whoever can send it on.

    While a packet waits, or once it was sent on, a further call changes nothing. Raises FlowRefusedError for who can't
    ask, TooOftenError past the limit.
    """
    with changing(conversation, visitor, now=now) as row:
        pass_gate(visitor, row)
        organisation = check(row, visitor)
        known = row.packets.exclude(revoked_at__isnull=False).order_by("-pk").first()
        if known is not None and known.standing(now) != Standing.EXPIRED:
            return known
        take(limits.claims("packet", visitor, networks), now=now)
        row.packets.open().update(revoked_at=now)
        filing.send_along(row, row.messages.filter(author=Message.Author.PERSON).last())
        packet = _pack(row, visitor, organisation, mask(text).text, now)
        row.unsent = ""
        note_went_to_people(conversation=row)
        _tell(packet, now)
    return packet


def check(row: Conversation, visitor: Visitor) -> Organisation:
    """The organisation whose owners or admins may be asked. Raises FlowRefusedError where nobody can be."""
    if row.stage != Stage.CHAT or not support_of(visitor, row.topic_kind).ask_owner.open:
        raise FlowRefusedError(Refusal.WRONG_STEP)
    organisation = organisation_of(visitor)
    if organisation is None:
        raise FlowRefusedError(Refusal.NO_ORGANISATION)
    return organisation


def take_back(*, conversation: Conversation, visitor: Visitor, now: datetime) -> Conversation:
    """The link opens nothing any more. What was sent on meanwhile stays so; nothing to take back is no error."""
    with changing(conversation, visitor, now=now) as row:
        waiting = row.packets.open().select_for_update(of=("self",)).first()
        if waiting is not None:
            waiting.revoked_at = now
            waiting.save()
    return row


def _pack(row: Conversation, visitor: Visitor, organisation: Organisation, text: str, now: datetime) -> Packet:
    packet = Packet.objects.create(
        conversation=row,
        organisation=organisation,
        name=visitor.name,
        email=visitor.email,
        for_admins=support_of(visitor, row.topic_kind).human.need == Need.ASK_ADMIN,
        text=text,
        transcript=list(transcript(row)),
        created_at=now,
        expires_at=now + HOLDS_FOR,
    )
    PacketFile.objects.bulk_create(PacketFile(packet=packet, file=file) for file in of_conversation(row))
    return packet


def _tell(packet: Packet, now: datetime) -> None:
    """Have the link mailed to everybody who is known; jobs carry numbers, never an address."""
    speakers = speakers_of(packet.organisation, now=now)
    for customer in speakers:
        mail_tasks.tell_owner.defer(packet_id=packet.pk, customer_id=customer.pk)
    listed = [
        row for row in listed_of(packet.organisation, besides=speakers) if row.email.lower() != packet.email.lower()
    ]
    for owner in listed:
        mail_tasks.tell_listed.defer(packet_id=packet.pk, owner_id=owner.pk)
    packet.mailed = bool(speakers or listed)
    packet.save(update_fields=["mailed"])
