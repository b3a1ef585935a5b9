"""Who is on a ticket, changed by staff."""
