"""Tickets that have to do with each other, and the answer that goes to all of one incident."""
