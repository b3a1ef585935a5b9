"""How incoming mail is read: one trait each."""
