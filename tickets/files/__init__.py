"""Files that people send: what may come in, how it is kept, and how it is handed out again."""
