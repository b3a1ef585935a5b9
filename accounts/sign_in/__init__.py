"""Signing in: signed tokens and the keys behind them, OpenID Connect, and the pages on the way."""
