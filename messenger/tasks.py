"""Where the queue looks for the background work of the messenger."""

from messenger.conversations.tasks import forget_visits
from messenger.fin.tasks import write_answer

__all__ = ["forget_visits", "write_answer"]
