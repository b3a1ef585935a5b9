"""The library's pages: for readers, for search, for machines, and the reaction."""
