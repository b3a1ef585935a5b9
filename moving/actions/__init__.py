"""Everything that writes here: what was moved in, together with the rows of the other apps that it became."""
