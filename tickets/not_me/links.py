"""The signed link of a notice: it names a ticket, and nothing of it can be read from the link. Reads only."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from tickets.models import Ticket
from web.mail_languages import page_language

_SALT = "tickets.not_me"
# Seconds. A case of who can't log in is over long before.
_HOLDS_FOR = 30 * 24 * 3600


def address_of(ticket: Ticket) -> str:
    """The whole address, in the ticket's language where the site has it."""
    token = signing.dumps(ticket.pk, salt=_SALT)
    return settings.SITE_URL + reverse("not_me", args=[page_language(ticket.locale), token])


def ticket_of(token: str) -> Ticket | None:
    """The ticket that the link is about, or None for a link that isn't ours or holds no more."""
    try:
        number = signing.loads(token, salt=_SALT, max_age=_HOLDS_FOR)
    except signing.BadSignature:
        return None
    return Ticket.objects.filter(pk=number).first()
