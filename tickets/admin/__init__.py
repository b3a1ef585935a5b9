"""The staff's workspace in Django's admin: the queue, the ticket page, and mail in both directions."""

from tickets.admin.incoming import IncomingEmailAdmin
from tickets.admin.outgoing import OutgoingEmailAdmin
from tickets.admin.queue import TicketAdmin
from tickets.admin.site import name_the_site

name_the_site()

__all__ = ["IncomingEmailAdmin", "OutgoingEmailAdmin", "TicketAdmin"]
