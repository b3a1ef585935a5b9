"""Where the queue looks for the background work of the messenger."""

from messenger.conversations.code_tasks import send_code
from messenger.fin.tasks import write_answer

__all__ = ["send_code", "write_answer"]
