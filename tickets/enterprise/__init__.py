"""The Enterprise support form: for owners of Enterprise organisations, signed in as such. No bot, no scripts."""
