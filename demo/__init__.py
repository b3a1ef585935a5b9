"""Stand-ins for the products, with sample people. Speaks to the rest over HTTP alone; exists only with DEMO=1."""
