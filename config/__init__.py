"""Wiring only: settings, addresses, servers. Holds no rule of the product."""
