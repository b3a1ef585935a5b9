"""What our own mail server says of a sender, and what only looks like it."""

import pytest

from tickets.mail import authentication


def results(*headers):
    return authentication.results(list(headers), trusted=["mx.help.example"])


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("mx.help.example; dmarc=fail (p=NONE) header.from=a.example", {"dmarc": "fail"}),
        ("MX.help.example 1;\n dkim=pass header.d=a.example;\n spf=softfail", {"spf": "softfail", "dkim": "pass"}),
        ("mx.help.example; dmarc/1 = PASS", {"dmarc": "pass"}),
        ("mx.help.example; none", {}),
        ('mx.help.example; spf=pass (dmarc=fail; dmarc=fail) reason="; dmarc=fail"', {"spf": "pass"}),
        ("mx.evil.example; dmarc=pass", {}),
        ("mx.help.example.evil.example; dmarc=pass", {}),
        ("(mx.help.example) mx.evil.example; dmarc=pass", {}),
        ("", {}),
        (";" * 5000 + "(" * 5000 + '"', {}),
    ],
)
def test_only_our_own_servers_statements_count(header, found):
    assert results(header) == found


def test_of_each_method_the_topmost_result_counts():
    above, below = "mx.help.example; dmarc=fail", "mx.help.example; dmarc=pass; spf=pass"
    assert results(above, "mx.evil.example; dmarc=pass", below) == {"dmarc": "fail", "spf": "pass"}


def test_without_a_server_to_trust_nothing_counts():
    assert authentication.results(["mx; dmarc=fail"], trusted=[]) == {}
