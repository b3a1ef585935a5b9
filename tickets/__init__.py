"""Tickets worked by people: messages, email both ways, and the staff's workspace in the admin."""
