"""Deletes conversations for good, a batch at a time, in the caller's transaction: for a rule's or a person's sake."""

from collections import Counter
from collections.abc import Sequence

from django.db.models import Q

from messenger.conversations.files import holder_of
from messenger.models import Conversation
from messenger.packets.files import holders_of_packets
from tickets.actions.forgetting import forget_files
from tickets.files import actions as stored
from tickets.models import StoredFile


def forget_conversations(*, keys: Sequence[int]) -> Counter[str]:
    """Delete these conversations with their files, sent or not; what is on a ticket stays there.

    How many rows went, by the model's label.
    """
    rows = Conversation.objects.filter(pk__in=keys)
    holders = [holder_of(row) for row in rows.only("reference")] + holders_of_packets(rows)
    named = Q(in_conversation__message__conversation__in=keys) | Q(waiting__holder__in=holders)
    files = list(StoredFile.objects.filter(named))
    for holder in holders if files else ():
        stored.send_off(holder=holder)
    gone = Counter({label: number for label, number in rows.delete()[1].items() if number})
    return gone + forget_files(files=files)
