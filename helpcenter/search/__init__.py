"""Search: terms, sentences, the index in memory, and finding articles and passages in it."""
