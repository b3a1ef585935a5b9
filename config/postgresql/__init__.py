"""Django's PostgreSQL engine for a server of pages: it waits for the database so long and no longer."""
