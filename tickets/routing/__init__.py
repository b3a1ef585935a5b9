"""Who gets a ticket: by turns within a team, and on to another team with a note."""
