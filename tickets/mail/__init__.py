"""Email both ways: reading what comes in, building and sending what goes out, and what ties them together."""
