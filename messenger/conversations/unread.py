"""Which conversations have something from the Product Support team that the person hasn't seen."""

from django.db.models import Q

from accounts.models import Visitor
from messenger.conversations.flow import Stage
from messenger.conversations.models import ConversationQuerySet
from messenger.models import Conversation
from tickets.models import Ticket


def unread_of(visitor: Visitor | None) -> ConversationQuerySet:
    """The visitor's conversations with an unread answer, newest first."""
    handed_over = Conversation.objects.visible_to(visitor).filter(stage=Stage.HANDED_OVER)
    pending = Ticket.objects.filter(status=Ticket.Status.PENDING)
    first = pending.filter(pk__in=handed_over.values("ticket")).values("pk")
    later = pending.filter(root__in=handed_over.values("ticket")).values("root")
    return handed_over.filter(Q(ticket__in=first) | Q(ticket__in=later)).newest_first()
