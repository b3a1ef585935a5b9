"""A product on loopback, to make requests to."""

from tests.accounts.conftest import claude, network

__all__ = ["claude", "network"]
