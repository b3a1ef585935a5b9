"""Whom people on a ticket put in copy of their mails, and who isn't on it yet. Reads only."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models.functions import Lower

from tickets.models import IncomingEmail, MailAlias, Ticket
from tickets.new_mail.robots import is_robot

_MAILS, _MOST = 20, 10


def copied(ticket: Ticket) -> list[str]:
    """Addresses, in small letters, that stood beside ours in mails that joined the ticket; the latest mail's first."""
    mails = IncomingEmail.objects.filter(ticket=ticket, outcome=IncomingEmail.Outcome.JOINED)
    lines = mails.order_by("-received_at", "-pk").values_list("recipients", flat=True)[:_MAILS]
    named = list(dict.fromkeys(each.strip().lower() for line in lines for each in line.split(",")))
    others = [address for address in named if _is_somebody(address)]
    ours = set(MailAlias.objects.annotate(own=Lower("address")).filter(own__in=others).values_list("own", flat=True))
    return [each for each in others if each not in ours and not ticket.may_write(each)][:_MOST]


def _is_somebody(address: str) -> bool:
    """Whether a person may read mail there who isn't us."""
    local, _at, domain = address.rpartition("@")
    our_local, _at, our_domain = settings.SUPPORT_ADDRESS.lower().rpartition("@")
    if is_robot(address) or (domain == our_domain and local.partition("+")[0] == our_local):
        return False
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True
