"""The cast and the servers every test may use."""
