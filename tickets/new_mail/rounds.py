"""Whether two machines talk on a ticket: each answer of ours by a machine is answered at once, again and again."""

from datetime import datetime, timedelta
from itertools import pairwise

from tickets.models import Message, Ticket

# A person needs longer to read; a slow mail server makes a machine look like one, and then it is a slow loop.
_AT_ONCE = timedelta(minutes=2)
_LOOKED_AT = timedelta(minutes=30)
_ROUNDS = 2


def is_a_round_of_machines(ticket: Ticket, now: datetime) -> bool:
    """Whether mail came at once after each of the last two answers that an automation of ours sent."""
    said = ticket.messages.filter(created_at__gt=now - _LOOKED_AT).exclude(kind=Message.Kind.NOTE)
    lately = list(said.order_by("created_at", "pk")[:200])
    return sum(_is_round(before, after) for before, after in pairwise(lately)) >= _ROUNDS


def _is_round(before: Message, after: Message) -> bool:
    is_mail = after.channel == Message.Channel.EMAIL
    return before.is_by_machine and is_mail and after.created_at - before.created_at < _AT_ONCE
