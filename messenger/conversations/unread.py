"""Which conversations have an answer of the Product Support team that the person hasn't seen."""

from django.db.models import Exists, OuterRef

from accounts.models import Visitor
from messenger.conversations.flow import Stage
from messenger.conversations.models import ConversationQuerySet
from messenger.models import Conversation
from tickets.models import Merge
from tickets.models import Message as TicketMessage


def unread_of(visitor: Visitor | None) -> ConversationQuerySet:
    """The visitor's conversations with an unread answer, newest first. Each is looked up in an index of its ticket."""
    handed_over = Conversation.objects.visible_to(visitor).filter(stage=Stage.HANDED_OVER)
    newer = TicketMessage.objects.replies_shown_after(OuterRef("seen_at"))
    # Several questions, as an OR over tickets and their follow-ups would read the whole table.
    on_the_first, on_a_later = newer.filter(ticket=OuterRef("ticket")), newer.filter(ticket__root=OuterRef("ticket"))
    answered = TicketMessage.objects.replies_shown_after(OuterRef(OuterRef("seen_at"))).filter(
        ticket=OuterRef("target")
    )
    merged = Merge.objects.open_to_requester().of_chain(OuterRef("ticket")).filter(Exists(answered))
    return handed_over.filter(Exists(on_the_first) | Exists(on_a_later) | Exists(merged)).newest_first()
