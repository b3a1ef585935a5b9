"""Screens in rooms: each shows the wall by an address of its own, without a login, until somebody ends it."""
