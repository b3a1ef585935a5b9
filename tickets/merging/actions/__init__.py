"""Merging two tickets, and taking that back."""

from tickets.merging.actions.joining import merge
from tickets.merging.actions.parting import undo

__all__ = ["merge", "undo"]
