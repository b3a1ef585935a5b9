"""Merging two tickets or several, and taking that back."""

from tickets.merging.actions.joining import merge
from tickets.merging.actions.parting import undo
from tickets.merging.actions.several import merge_several, undo_together

__all__ = ["merge", "merge_several", "undo", "undo_together"]
