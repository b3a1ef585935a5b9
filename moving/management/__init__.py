"""Commands of the moving app."""
