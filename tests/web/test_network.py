"""Which network a request came from, and whose word about it counts."""

import pytest
from django.test import RequestFactory

from web.network import network_of


def network(address: str, forwarded: str = "") -> str:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return network_of(RequestFactory().get("/", REMOTE_ADDR=address, headers=headers))


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", ""),
        ("192.0.2.7:1234", ""),
    ],
)
def test_the_network_of_an_address(address, wanted):
    assert network(address) == wanted


def test_without_proxies_of_ours_the_header_is_nothing():
    assert network("192.0.2.7", "203.0.113.1") == "192.0.2.7"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "wanted"),
    [
        (1, "203.0.113.1", "203.0.113.1"),
        (1, "198.51.100.9, 203.0.113.1", "203.0.113.1"),
        (1, "", "192.0.2.7"),
        (1, " , ,203.0.113.1,", "203.0.113.1"),
        (1, "<script>", ""),
        (2, "198.51.100.9, 203.0.113.1", "198.51.100.9"),
        (2, "203.0.113.1", "203.0.113.1"),
        (1, "198.51.100.9, 2001:db8::1", "2001:db8::/64"),
    ],
)
def test_behind_proxies_of_ours_what_they_wrote_counts(settings, proxies, forwarded, wanted):
    settings.TRUSTED_PROXIES = proxies
    assert network("192.0.2.7", forwarded) == wanted
