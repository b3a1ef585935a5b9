"""Commands of the messenger."""
