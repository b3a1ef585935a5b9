"""Who is on a ticket: the requester, whoever reads along, and the language they are written to in."""
