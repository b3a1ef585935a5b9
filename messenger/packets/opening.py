"""What a packet's link opens for whom. Reads only; the action that sends it on asks once more."""

from datetime import datetime
from enum import StrEnum

from accounts.models import Visitor
from accounts.speakers import organisation_of, spoken_for
from messenger.packets.models import Packet, Standing


class Opened(StrEnum):
    """What somebody finds behind the link."""

    READABLE = "readable"
    SIGN_IN = "sign_in"
    OLD_DOMAIN = "old_domain"
    ELSEWHERE = "elsewhere"
    NOT_AN_OWNER = "not_an_owner"
    SENT = "sent"
    REVOKED = "revoked"
    EXPIRED = "expired"


_OVER = {Standing.SENT: Opened.SENT, Standing.REVOKED: Opened.REVOKED, Standing.EXPIRED: Opened.EXPIRED}


class PacketRefusedError(Exception):
    """The packet can't be sent on, by this visitor or by anybody; `opened` says why."""

    def __init__(self, opened: Opened) -> None:
        super().__init__(str(opened))
        self.opened = opened


def opened_by(visitor: Visitor | None, packet: Packet, now: datetime) -> Opened:
    """What the link opens for this visitor: what is over says so to anybody, what it holds only its organisation's."""
    over = _OVER.get(packet.standing(now))
    if over is not None:
        return over
    if visitor is None or visitor.customer_id is None or visitor.domain is None:
        return Opened.SIGN_IN
    if visitor.domain.is_legacy:
        return Opened.OLD_DOMAIN
    own = organisation_of(visitor)
    if own is None or own.pk != packet.organisation_id:
        return Opened.ELSEWHERE
    return Opened.READABLE if spoken_for(visitor) is not None else Opened.NOT_AN_OWNER
