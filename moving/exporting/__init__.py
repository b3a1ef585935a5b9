"""Everything that is here as JSON Lines: which kinds there are, how they are written, and what each field says."""
