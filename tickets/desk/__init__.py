"""The staff's workspace in Django's admin: the queue, the ticket page, and mail in both directions."""
