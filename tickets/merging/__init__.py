"""Tickets that are about the same become one, for a day not for good."""
