"""Remembers up to where a person has read the Product Support team's answers."""

from datetime import datetime

from accounts.models import Visitor
from messenger.models import Conversation


def see(*, conversation: Conversation, visitor: Visitor, until: datetime) -> None:
    """Answers up to this time are read. Writes only when that is news; another tab may have seen more."""
    Conversation.objects.visible_to(visitor).filter(pk=conversation.pk, seen_at__lt=until).update(seen_at=until)
