"""The public keys of a domain: fetched from its key set address, kept for a while. Knows nothing about claims."""

import logging
from typing import Any

import requests
from django.core.cache import cache
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey, import_key

from accounts.sign_in.patience import ImpatientError, cache_key, patience
from accounts.sign_in.refusals import KeysUnavailableError
from web.outbound import fetch_json

logger = logging.getLogger(__name__)

KEEP_SECONDS = 3600
LOOK_AGAIN_SECONDS = 30
LEAST_RSA_BITS = 2048


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


def _fetch(url: str, known: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """The entries at the address, kept, unless others than the `known` ones were fetched meanwhile.

    Raises KeysUnavailableError, and then rests before trying again.
    """
    try:
        with patience(url, tired_by=(requests.RequestException,)):
            fetched: list[dict[str, Any]] | None = cache.get(cache_key("keys", url))
            if fetched is not None and fetched != known:
                return fetched
            # A key we don't know makes us look again, but no stranger makes us look more often than this.
            if known is not None and not cache.add(cache_key("looked", url), True, LOOK_AGAIN_SECONDS):
                return known
            entries = fetch_json(url).get("keys")
    except (ImpatientError, requests.RequestException) as error:
        logger.warning("No keys from %s: %r", url, str(error))
        raise KeysUnavailableError(url) from error
    kept = entries if isinstance(entries, list) else []
    cache.set(cache_key("keys", url), kept, KEEP_SECONDS)
    return kept


def usable_keys(entries: Any) -> list[Key]:
    """Those of a key set's entries that we can use."""
    return [key for entry in entries if (key := _usable(entry))] if isinstance(entries, list) else []


def _pick(entries: list[dict[str, Any]], kid: str) -> Key | None:
    keys = usable_keys(entries)
    if not kid:
        # Without a key id there is nothing to choose by, so the set must leave no choice.
        return keys[0] if len(keys) == 1 else None
    return next((key for key in keys if key.kid == kid), None)


def find_key(url: str, kid: str) -> Key | None:
    """The key with this id in the set at the address, or None; looks again once when the id is new.

    Raises KeysUnavailableError when the set can't be fetched.
    """
    kept = cache.get(cache_key("keys", url))
    key = _pick(kept, kid) if kept is not None else None
    return key or _pick(_fetch(url, kept), kid)
