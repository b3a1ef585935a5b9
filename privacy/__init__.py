"""How long rows are kept, and what a person may ask for: all of theirs as a file, or gone."""
