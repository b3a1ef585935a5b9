"""Tickets in the messenger that are no conversation of one's own: the organisation's, and those one was added to."""
