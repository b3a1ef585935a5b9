"""What whoever wrote a ticket asked Fin besides, for the ticket's page. Reads only."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from messenger.conversations.flow import Stage
from messenger.models import Conversation
from tickets.models import Ticket

# So many are shown, and so far they are counted.
_SHOWN, _COUNTED = 5, 50


@dataclass(frozen=True, slots=True)
class Besides:
    """The newest of the conversations, and how many there are: "7", or "50+" where nobody counted on."""

    rows: tuple[Conversation, ...]
    count: str


def conversations_besides(ticket: Ticket) -> Besides | None:
    """Of the account that wrote the ticket, those with Fin that became no ticket; None where there are none.

    What went on as a ticket stands among the person's tickets, for who may see that one. What wasn't sent is nobody's.
    Who wasn't logged in, or writes about another account, has none: a browser is no person.
    """
    if ticket.customer_id is None:
        return None
    theirs = Conversation.objects.filter(customer=ticket.customer_id, ticket=None)
    sent = theirs.filter(stage__in=[Stage.CHAT, Stage.RESOLVED]).newest_first()
    rows = list(sent.only("reference", "stage", "topic", "updated_at")[: _COUNTED + 1])
    if not rows:
        return None
    shown = rows[:_SHOWN]
    prefetch_related_objects(shown, "topic__texts")
    return Besides(tuple(shown), f"{_COUNTED}+" if len(rows) > _COUNTED else str(len(rows)))
