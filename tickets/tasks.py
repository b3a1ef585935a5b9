"""Where the queue looks for the background work of the tickets app."""

from tickets.mail.reading_tasks import read_email
from tickets.mail.tasks import send_email

__all__ = ["read_email", "send_email"]
