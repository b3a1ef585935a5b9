"""The public keys of a domain: fetched from its key set address, kept for a while. Knows nothing about claims."""

import logging
from hashlib import sha256
from typing import Any

import requests
from django.core.cache import cache
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey, import_key

from accounts.sign_in.refusals import KeysUnavailableError
from web.outbound import fetch_json

logger = logging.getLogger(__name__)

KEEP_SECONDS = 3600
# A key we don't know makes us look again, but no stranger can make us look more often than this.
LOOK_AGAIN_SECONDS = 30
REST_AFTER_FAILURE_SECONDS = 10
LEAST_RSA_BITS = 2048


def _cache_key(kind: str, url: str) -> str:
    return f"accounts:{kind}:{sha256(url.encode()).hexdigest()}"


def _usable(entry: Any) -> Key | None:
    """The entry as a public key for signatures of a kind and strength that we accept, or None."""
    if not isinstance(entry, dict) or entry.get("use", "sig") != "sig":
        return None
    try:
        key = import_key(entry)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    match key:
        case OKPKey() if key.curve_name == "Ed25519":
            return key
        case ECKey() if key.curve_name == "P-256":
            return key
        case RSAKey() if key.public_key.key_size >= LEAST_RSA_BITS:
            return key
    return None


def _fetch(url: str) -> list[dict[str, Any]]:
    """The entries at the address, kept; raises KeysUnavailableError, and then rests before trying again."""
    if cache.get(_cache_key("resting", url)):
        raise KeysUnavailableError(url)
    try:
        entries = fetch_json(url).get("keys")
    except requests.RequestException as error:
        logger.warning("No keys from %s: %s", url, error)
        cache.set(_cache_key("resting", url), True, REST_AFTER_FAILURE_SECONDS)
        raise KeysUnavailableError(url) from error
    kept = entries if isinstance(entries, list) else []
    cache.set(_cache_key("keys", url), kept, KEEP_SECONDS)
    return kept


def _pick(entries: list[dict[str, Any]], kid: str) -> Key | None:
    keys = [key for entry in entries if (key := _usable(entry))]
    if not kid:
        # Without a key id there is nothing to choose by, so the set must leave no choice.
        return keys[0] if len(keys) == 1 else None
    return next((key for key in keys if key.kid == kid), None)


def find_key(url: str, kid: str) -> Key | None:
    """The key with this id in the set at the address, or None; looks again once when the id is new.

    Raises KeysUnavailableError when the set can't be fetched.
    """
    kept = cache.get(_cache_key("keys", url))
    if kept is None:
        return _pick(_fetch(url), kid)
    key = _pick(kept, kid)
    if key is None and cache.add(_cache_key("looked", url), True, LOOK_AGAIN_SECONDS):
        key = _pick(_fetch(url), kid)
    return key
