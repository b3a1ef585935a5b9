"""One message becomes a ticket of its own."""
