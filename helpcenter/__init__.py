"""Collections, articles, their translations, search and reactions. Knows no messenger and no ticket."""
