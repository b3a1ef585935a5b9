"""The messenger's pages that belong to no conversation."""
