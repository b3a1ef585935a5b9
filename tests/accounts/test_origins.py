"""What counts as an origin."""

import pytest

from accounts.origins import is_origin

GOOD = ["https://claude.example", "https://a-b.claude.example:8443", "http://claude.localhost:8000", "http://127.0.0.1"]
BAD = [
    "http://claude.example",
    "https://claude.example/",
    "https://claude.example:443",
    "https://claude.example:99999",
    "https://Claude.example",
    "https://*.example",
    "https://user@claude.example",
    "https://claude.example\n",
    "https://-a.example",
    "//claude.example",
    "null",
    "",
    None,
    5,
]


@pytest.mark.parametrize("text", GOOD)
def test_a_scheme_a_host_and_perhaps_a_port_is_one(text):
    assert is_origin(text)


@pytest.mark.parametrize("text", BAD)
def test_anything_more_or_less_is_none(text):
    assert not is_origin(text)
