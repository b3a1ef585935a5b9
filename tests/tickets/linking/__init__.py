"""Tickets that have to do with each other."""
