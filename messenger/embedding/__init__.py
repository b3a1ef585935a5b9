"""The messenger on a product's own page."""
