"""Products on loopback, and the time."""

import pytest
from django.utils import timezone

from tests.accounts.product import Product, serving


@pytest.fixture
def network():
    with serving() as (server, products):
        yield server, products


@pytest.fixture
def claude(network):
    """The product behind claude.localhost."""
    server, products = network
    products["claude.localhost"] = Product(server)
    return products["claude.localhost"]


@pytest.fixture
def console(network):
    """The product behind platform.localhost, with another key of another kind."""
    server, products = network
    products["platform.localhost"] = Product(server, "platform.localhost", "console", "EdDSA")
    return products["platform.localhost"]


@pytest.fixture
def now():
    return timezone.now()
