"""Which conversations staff mean by some words: through the ticket, the customer, or the newest texts."""

from accounts.models import Customer
from messenger.conversations.models import Conversation
from tickets.finding import MOST_FOUND, find
from tickets.models import Ticket
from web.newest import containing

# Conversations that became no ticket are looked through by their texts, so many of the newest.
_NEWEST = 2_000


def find_conversations(words: str) -> list[int]:
    """Their keys; at most MOST_FOUND each way, and no way reads more with a longer table."""
    conversations = Conversation.objects.values_list("pk", flat=True)
    # A follow-up's conversation has the key of the ticket that its chain began with.
    first = [root or key for key, root in Ticket.objects.filter(pk__in=find(words)).values_list("pk", "root")]
    apart = Conversation.objects.filter(ticket=None).order_by("-pk")[:_NEWEST]
    ways = (
        conversations.filter(reference=words.strip().lower()),
        conversations.filter(ticket__in=first),
        conversations.filter(customer__in=Customer.objects.matching(words.strip()))[:MOST_FOUND],
        containing(apart, "text", words.strip()),
    )
    return list({key for way in ways for key in way})
