"""Where the queue looks for the background work of the tickets app."""

from tickets.mail.tasks import send_email

__all__ = ["send_email"]
