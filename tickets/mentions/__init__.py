"""Naming a colleague in an internal note."""
