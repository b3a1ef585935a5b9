"""Moving in from another desk, and everything that is here as files. Knows all the other apps; none knows it."""
