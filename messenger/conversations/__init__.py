"""Conversations: the flow, the rows, what changes them, and their pages."""
