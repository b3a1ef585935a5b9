"""Where the queue looks for the background work of the messenger."""

from messenger.fin.tasks import write_answer

__all__ = ["write_answer"]
