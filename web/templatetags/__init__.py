"""Template filters for pages of every app."""
