"""Sends what staff wrote, with everything that goes with it: all of it happens, or nothing."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from tickets.actions import writing
from tickets.macros import actions as macro_actions
from tickets.models import Macro, Message, Ticket


@transaction.atomic
def send_reply(
    *,
    ticket: Ticket,
    author: User,
    body: str,
    solve: bool,
    expected_version: int,
    macros: Sequence[Macro] = (),
    now: datetime,
) -> Message:
    """Send a public reply, as `tickets.actions.reply` does, and do what goes with the macros that it was written with.

    Raises TicketRefusedError or TicketChangedError.
    """
    message = writing.reply(
        ticket=ticket, author=author, body=body, solve=solve, expected_version=expected_version, now=now
    )
    macro_actions.apply(macros=macros, ticket=ticket, author=author, now=now)
    return message


@transaction.atomic
def write_note(*, ticket: Ticket, author: User, body: str, macros: Sequence[Macro] = (), now: datetime) -> Message:
    """Add an internal note, and do what goes with the macros that it was written with; raises TicketRefusedError."""
    message = writing.add_note(ticket=ticket, author=author, body=body, now=now)
    macro_actions.apply(macros=macros, ticket=ticket, author=author, now=now)
    return message
