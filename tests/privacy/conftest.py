"""Conversations, tickets and mail of some age, and the rules that they meet."""

from datetime import timedelta

import pytest
from django.db.models import Model
from django.utils import timezone

from privacy.models import RetentionRule
from privacy.rules import What
from tests.messenger.conftest import topics
from tests.tickets.files.conftest import place

__all__ = ["place", "topics"]


def rule(what: What, days: int | None) -> None:
    RetentionRule.objects.update_or_create(what=what, defaults={"days": days})


def aged(row: Model, field: str, days: int) -> None:
    """As if the row's time were so many days ago."""
    type(row)._default_manager.filter(pk=row.pk).update(**{field: timezone.now() - timedelta(days=days)})


def finished(ticket: Model, *, days: int, status: str = "solved") -> None:
    """A ticket that was done with so many days ago."""
    at = timezone.now() - timedelta(days=days)
    rows = type(ticket)._default_manager.filter(pk=ticket.pk)
    rows.update(status=status, waiting_since=None, solved_at=at, updated_at=at)


@pytest.fixture
def no_rules(db: None) -> None:
    """Everything is kept for ever, but what a test says."""
    for what in What:
        rule(what, None)
