"""Tells programs elsewhere what happened, by Standard Webhooks. Knows nothing of tickets but their numbers."""
