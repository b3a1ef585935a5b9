"""Which network a request came from, and whose word about it counts."""

import pytest
from django.test import RequestFactory

from web.network import networks_of


def network(address: str, forwarded: str = "") -> str:
    """The narrowest one, or "" when it can't be known."""
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return (*networks_of(RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)), "")[0]


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        ("::ffff:192.0.2.7", "192.0.2.7/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", ""),
        ("192.0.2.7:1234", ""),
    ],
)
def test_the_networks_of_an_address(address, wanted):
    assert network(address) == wanted


def test_without_proxies_of_ours_the_header_is_nothing():
    assert network("192.0.2.7", "203.0.113.1") == "192.0.2.7/32"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "wanted"),
    [
        (1, "203.0.113.1", "203.0.113.1/32"),
        (1, "198.51.100.9, 203.0.113.1", "203.0.113.1/32"),
        (1, "", "192.0.2.7/32"),
        (1, " , ,203.0.113.1,", "203.0.113.1/32"),
        (1, "<script>", ""),
        (2, "198.51.100.9, 203.0.113.1", "198.51.100.9/32"),
        (2, "203.0.113.1", "203.0.113.1/32"),
        (1, "198.51.100.9, 2001:db8::1", "2001:db8::/64"),
    ],
)
def test_behind_proxies_of_ours_what_they_wrote_counts(settings, proxies, forwarded, wanted):
    settings.TRUSTED_PROXIES = proxies
    assert network("192.0.2.7", forwarded) == wanted


def test_every_width_is_told_the_narrowest_first():
    request = RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:1234::5")
    assert networks_of(request) == ("2001:db8:1:1234::/64", "2001:db8:1:1200::/56", "2001:db8:1::/48")
    assert networks_of(RequestFactory().get("/", REMOTE_ADDR="192.0.2.7")) == ("192.0.2.7/32", "192.0.2.0/24")
