"""Quiet tickets that are closed by themselves: solved ones, and pending ones after a word to the customer."""
