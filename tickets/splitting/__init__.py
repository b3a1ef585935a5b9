"""One message of a ticket becomes a ticket of its own."""
