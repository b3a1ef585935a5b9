"""The files of a packet: those that the member packed, and those that wait to go along with them. Reads only."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from accounts.models import Visitor
from messenger.conversations.models import Conversation
from messenger.packets.links import token_for
from messenger.packets.models import Packet
from tickets.files.showing import ShownFile, shown_file
from tickets.models import StoredFile, WaitingFile


def holder_of(packet: Packet, visitor: Visitor) -> str:
    """What the files wait for that this person adds before they send the packet on."""
    return f"packet:{packet.reference}:{visitor.customer_id}"


def holders_of_packets(conversations: QuerySet[Conversation]) -> list[str]:
    """What files wait for that others would send along with packets of these conversations."""
    packets = Packet.objects.filter(conversation__in=conversations).values_list("reference", flat=True)
    begins = [Q(holder__startswith=f"packet:{reference}:") for reference in packets]
    waiting = WaitingFile.objects.filter(reduce(or_, begins)) if begins else WaitingFile.objects.none()
    return list(waiting.values_list("holder", flat=True).distinct())


def packed(packet: Packet) -> list[ShownFile]:
    """What the member packed, each at an address below the packet's page."""
    return [_shown(packet, row.file) for row in packet.files.select_related("file")]


def waiting(packet: Packet, visitor: Visitor) -> list[ShownFile]:
    """What this person picked and didn't send yet."""
    return [_shown(packet, row) for row in StoredFile.objects.waiting_for(holder_of(packet, visitor))]


def find(packet: Packet, visitor: Visitor, key: str) -> StoredFile | None:
    """The file with this key, if it is one that this person sees on the page."""
    packed_file = packet.files.filter(file__key=key).select_related("file").first()
    if packed_file is not None:
        return packed_file.file
    return StoredFile.objects.waiting_for(holder_of(packet, visitor)).filter(key=key).first()


def _shown(packet: Packet, file: StoredFile) -> ShownFile:
    return shown_file(file, reverse("packet_file", args=[get_language(), token_for(packet), file.key]))
