"""Whom people on a ticket put in copy of their mails, and who isn't on it yet. Reads only."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.db.models.functions import Lower

from tickets.case_page.people import stopped
from tickets.events import Kind
from tickets.models import IncomingEmail, MailAlias, SenderAlias, Ticket
from tickets.new_mail.robots import is_robot

_MAILS, _MOST = 20, 10


def copied(ticket: Ticket) -> list[str]:
    """Addresses, in small letters, that stood beside ours in mails that joined the ticket; the latest mail's first."""
    return _others(ticket, IncomingEmail.objects.filter(ticket=ticket, outcome=IncomingEmail.Outcome.JOINED))


def copied_by_requester(ticket: Ticket) -> list[str]:
    """Those whom the requester put in copy themselves, and who neither were taken off nor said that it isn't theirs.

    Whom somebody else put in copy is that person's to tell.
    """
    if not ticket.requester_email or ticket.is_closed:
        return []
    mails = IncomingEmail.objects.filter(ticket=ticket, outcome=IncomingEmail.Outcome.JOINED)
    found = _others(ticket, mails.filter(sender_email__in=_own_addresses(ticket)))
    if not found:
        return []
    gone = ticket.events.filter(kind=Kind.TAKEN_OFF).values_list("arguments", flat=True)
    unwanted = {*stopped(ticket), *(each["email"].strip().lower() for each in gone)}
    return [each for each in found if each not in unwanted]


def _own_addresses(ticket: Ticket) -> list[str]:
    """The requester's, and those that staff confirmed as theirs; a mail's sender stands in small letters."""
    own = ticket.requester_email.lower()
    confirmed = SenderAlias.objects.alias(own=Lower("person")).filter(own=own).values_list("address", flat=True)
    return [own, *(each.lower() for each in confirmed)]


def _others(ticket: Ticket, mails: QuerySet[IncomingEmail]) -> list[str]:
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
