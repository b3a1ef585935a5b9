"""The answers of Fin's that came before a ticket, beside the turns of its transcript. Reads only."""

from collections.abc import Sequence
from typing import Any

from messenger.fin.models import FinAnswer
from messenger.fin.why import Why, whys
from messenger.models import Conversation, Packet
from tickets.models import Ticket


def explained(ticket: Ticket, turns: Sequence[Any]) -> list[tuple[Any, Why | None]]:
    """Each turn with why Fin said it; None for a person's, and where the conversation was deleted since.

    A turn has `is_fin` and `at`, which is the time of its message.
    """
    waiting = _answers_before(ticket) if any(turn.is_fin for turn in turns) else []
    found = dict(zip((row.pk for row in waiting), whys(waiting), strict=True))
    pairs: list[tuple[Any, Why | None]] = []
    for turn in turns:
        row = next((each for each in waiting if turn.is_fin and each.message.created_at == turn.at), None)
        if row is not None:
            waiting.remove(row)
        pairs.append((turn, found[row.pk] if row else None))
    return pairs


def _answers_before(ticket: Ticket) -> list[FinAnswer]:
    """Of the conversation that the ticket, or the first of its chain, came from: handed over or put in a packet."""
    first = ticket.root_id or ticket.pk
    conversation = (
        Conversation.objects.filter(ticket=first).values_list("pk", flat=True).first()
        or Packet.objects.filter(ticket=first).values_list("conversation", flat=True).first()
    )
    if conversation is None:
        return []
    return list(
        FinAnswer.objects.filter(message__conversation=conversation).select_related("message").order_by("message")
    )
