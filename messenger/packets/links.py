"""The signed link of a packet: nobody guesses it, and by itself it opens nothing. Reads only."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from messenger.packets.models import Packet
from web.mail_languages import page_language


def token_for(packet: Packet) -> str:
    """The token of the link, the same each time."""
    return _signer().sign(packet.reference)


def address_of(packet: Packet, locale: str) -> str:
    """The whole address, in this language where the site has it."""
    return settings.SITE_URL + reverse("packet", args=[page_language(locale), token_for(packet)])


def packet_of(token: str) -> Packet | None:
    """The packet that the link is for, or None for a link that isn't ours, or whose packet was deleted."""
    try:
        reference = _signer().unsign(token)
    except BadSignature:
        return None
    rows = Packet.objects.select_related("conversation__topic", "organisation__domain__successor", "ticket")
    return rows.filter(reference=reference).first()


def _signer() -> Signer:
    return Signer(salt="messenger.packets", sep=".")
