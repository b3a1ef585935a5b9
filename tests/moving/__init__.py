"""Moving in from other desks, and out."""
