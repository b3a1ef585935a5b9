"""What helps who answers a ticket: what was solved before, articles, and where there is a model, its drafts."""
