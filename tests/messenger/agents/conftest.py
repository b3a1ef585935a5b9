"""Tickets as they were solved, for those that are asked next."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from messenger.agents.actions import remember_lately
from tests import cast
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.models import Message, Ticket

ANSWER = "Open Settings, then Billing, and press Cancel plan."


@pytest.fixture
def solve(db: None) -> Callable[..., Ticket]:
    """Opens a ticket, answers and solves it; its reply can't be undone any more."""
    author = cast.staff(name="aki")

    def made(*, reply: str = ANSWER, **changes: object) -> Ticket:
        ticket: Ticket = open_ticket(**changes)
        actions.reply(ticket=ticket, author=author, body=reply, solve=True)
        Message.objects.filter(ticket=ticket).update(held_until=None)
        ticket.refresh_from_db()
        return ticket

    return made


@pytest.fixture
def remembered(solve: Callable[..., Ticket]) -> Callable[..., Ticket]:
    """The same, signed by the worker."""

    def made(**changes: object) -> Ticket:
        ticket = solve(**changes)
        remember_lately(now=timezone.now())
        return ticket

    return made
