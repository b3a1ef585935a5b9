"""Writing on a ticket of the organisation: whoever does hears of the answers from then on."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Visitor
from messenger.cases.reading import case_of
from messenger.conversations import limits
from tickets.actions.joining import join
from tickets.actions.writing import add_customer_message
from tickets.models import Message, Ticket
from web.actions import take
from web.network import Networks


@transaction.atomic
def write(
    *, first: Ticket, visitor: Visitor, text: str, submission: UUID | None, networks: Networks = (), now: datetime
) -> Message:
    """Add a message in the visitor's name. Raises Ticket.DoesNotExist for who may not read it any more.

    The same submission again adds nothing. Raises TooOftenError past the limit.
    """
    ticket = case_of(visitor, first.reference)
    if ticket is None:
        raise Ticket.DoesNotExist
    take(limits.claims("write", visitor, networks), now=now)
    message = add_customer_message(
        ticket=ticket,
        body=text,
        channel=Message.Channel.MESSENGER,
        author_name=visitor.name or visitor.email,
        submission=submission,
        sender=visitor.email,
        now=now,
    )
    join(ticket=message.ticket, name=visitor.name, email=visitor.email, now=now)
    return message
