"""Fetching a domain's keys: rarely, and only usable ones."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from joserfc.jwk import ECKey, OctKey, RSAKey

from accounts.sign_in import keys
from accounts.sign_in.refusals import KeysUnavailableError
from tests.accounts.product import make_key


def find(product, kid="first"):
    return keys.find_key(f"{product.origin}/jwks", kid)


def published(product, *entries):
    product.answers["/jwks"] = (200, {}, json.dumps({"keys": list(entries)}).encode())


def test_the_key_is_found_and_the_set_fetched_once(claude):
    assert find(claude).kid == "first"
    assert find(claude).kid == "first"
    assert claude.asked["/jwks"] == 1


def test_an_expired_set_is_fetched_again(claude, monkeypatch):
    monkeypatch.setattr(keys, "KEEP_SECONDS", 0)
    find(claude)
    find(claude)
    assert claude.asked["/jwks"] == 2


def test_a_new_key_is_found_by_looking_again(claude):
    find(claude)
    claude.keys = [make_key("ES256", "second")]
    assert find(claude, "second").kid == "second"
    assert claude.asked["/jwks"] == 2


def test_unknown_ids_make_us_look_again_once_in_a_while_only(claude):
    find(claude)
    assert [find(claude, f"made-up-{number}") for number in range(5)] == [None] * 5
    assert claude.asked["/jwks"] == 2


def test_who_waits_while_another_looks_again_finds_the_new_key(claude):
    find(claude)
    claude.keys = [make_key("ES256", "second")]
    with ThreadPoolExecutor(3) as threads:
        found = list(threads.map(lambda _each: find(claude, "second"), range(3)))
    assert [key.kid for key in found] == ["second"] * 3
    assert claude.asked["/jwks"] == 2


def test_a_key_that_was_withdrawn_is_gone_when_the_set_is_fetched_again(claude):
    find(claude)
    claude.keys = [make_key("ES256", "second")]
    find(claude, "second")
    assert find(claude, "first") is None


def test_without_an_id_the_only_key_is_taken_and_of_two_neither(claude):
    assert find(claude, "").kid == "first"
    cache.clear()
    claude.keys.append(make_key("ES256", "second"))
    assert find(claude, "") is None


@pytest.mark.filterwarnings("ignore:Key size")
def test_secrets_weak_keys_and_keys_for_other_uses_are_not_used(claude):
    published(
        claude,
        OctKey.generate_key(256, {"kid": "secret"}).as_dict(private=True),
        RSAKey.generate_key(1024, {"kid": "weak"}).as_dict(private=False),
        ECKey.generate_key("P-384", {"kid": "curve"}).as_dict(private=False),
        ECKey.generate_key("P-256", {"kid": "use", "use": "enc"}).as_dict(private=False),
        {"kty": "EC", "kid": "broken", "crv": "P-256", "x": "!"},
        {"kty": "unheard-of", "kid": "new"},
        "nonsense",
    )
    assert [find(claude, kid) for kid in ("secret", "weak", "curve", "use", "broken", "new")] == [None] * 6


@pytest.mark.parametrize("document", [{"keys": "none"}, {}])
def test_a_set_without_keys_holds_none(claude, document):
    claude.answers["/jwks"] = (200, {}, json.dumps(document).encode())
    assert find(claude) is None


@pytest.mark.parametrize("answer", [(500, {}, b""), (200, {}, b"<html>"), (200, {}, b"[]")])
def test_a_provider_that_is_down_is_said_to_be_and_left_alone_for_a_moment(claude, answer):
    claude.answers["/jwks"] = answer
    for _ in range(3):
        with pytest.raises(KeysUnavailableError):
            find(claude)
    assert claude.asked["/jwks"] == 1
