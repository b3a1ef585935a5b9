"""A browser on one of the products' hosts, and a var folder of its own."""

from http.cookies import SimpleCookie

import pytest
from django.test import Client

from demo import signing_keys


class ProductBrowser(Client):
    """Django's test client on a product's host."""

    def __init__(self, host, port="8000", **defaults):
        super().__init__(headers={"Host": f"{host}:{port}"}, **defaults)
        self.cookies = SimpleCookie()

    def become(self, person):
        """Signs in as the sample person with this key."""
        return self.post("/switch", {"person": person})


@pytest.fixture(autouse=True)
def var_dir(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.MAIL_DIR = tmp_path / "mail"
    signing_keys._kept.cache_clear()
    return tmp_path


@pytest.fixture
def claude():
    return ProductBrowser("claude.localhost")


@pytest.fixture
def platform():
    return ProductBrowser("platform.localhost")


@pytest.fixture
def console():
    return ProductBrowser("console.localhost")
