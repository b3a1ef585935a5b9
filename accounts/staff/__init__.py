"""Staff: how they sign in, by a password and a second step, and what is theirs in the desk."""
