"""How a provider that nobody here wrote names what we want to know: its claims, told in our names. No Django.

The map of a domain is JSON: {"plan": {"claim": "realm_access.roles", "values": {"gold": "pro"}, "default": "free"}, …},
each part of which may be left out.
"""

from collections.abc import Iterator, Mapping
from typing import Any

# Our own names for what may be called otherwise there.
OURS = ("product", "plan", "role", "org", "org_name")
# What OpenID Connect itself names, and a map doesn't change.
_STANDARD = ("iss", "sub", "email", "email_verified", "name", "locale", "jti", "sid")

ClaimsMap = Mapping[str, Mapping[str, Any]]


def _found(payload: Any, path: str) -> Any:
    """What stands at the dotted path, or None. A name may have dots itself, as https://acme.example/claims has."""
    if not isinstance(payload, Mapping):
        return None
    if path in payload:
        return payload[path]
    # The longest name first, so that an address is one name before it is many.
    at = len(path)
    while (at := path.rfind(".", 0, at)) > 0:
        if (found := _found(payload.get(path[:at]), path[at + 1 :])) is not None:
            return found
    return None


def _words(value: Any) -> Iterator[str]:
    """The value as words: a list has many, an object those of its names, true and 3 are words as JSON writes them."""
    if isinstance(value, bool):
        yield "true" if value else "false"
    elif isinstance(value, str | int | float):
        yield str(value)
    elif isinstance(value, list | Mapping):
        for each in value:
            if isinstance(each, str | int | float):
                yield from _words(each)


def words_at(payload: Mapping[str, Any], path: str) -> list[str]:
    """The words that stand at the dotted path, however the provider writes several; none where it says nothing."""
    return [word for word in _words(_found(payload, path)) if word]


def _told(payload: Mapping[str, Any], ours: str, part: Mapping[str, Any]) -> str | None:
    """Our word for it, or None where the provider says nothing that counts.

    With a table of values only those in it count, and the table's order says which of several; without one a single
    word counts as it stands.
    """
    words = [word for word in _words(_found(payload, part.get("claim") or ours)) if word]
    table: Mapping[str, str] = part.get("values") or {}
    if table:
        chosen = next((table[theirs] for theirs in table if theirs in words), None)
    else:
        chosen = words[0] if len(words) == 1 else None
    return chosen if chosen is not None else part.get("default") or None


def in_our_names(payload: Mapping[str, Any], claims_map: ClaimsMap, *, product: str, trusted: bool) -> dict[str, Any]:
    """The person's claims as `sign_in.claims` reads them.

    `product` is the domain's: what no claim was named for may be left out. `trusted` when addresses of which the
    provider doesn't say whether they were verified count as verified.
    """
    told = {name: payload[name] for name in _STANDARD if name in payload}
    for ours in OURS:
        if (word := _told(payload, ours, claims_map.get(ours, {}))) is not None:
            told[ours] = word
    if not claims_map.get("product", {}).get("claim"):
        told.setdefault("product", product)
    if trusted:
        told.setdefault("email_verified", True)
    return told


def lacks(payload: Mapping[str, Any], claims_map: ClaimsMap, *, trusted: bool) -> list[str]:
    """The names of the claims that we want and that aren't in the payload, so that they must be asked for elsewhere."""
    wanted = ["email"] if trusted else ["email", "email_verified"]
    named = [part["claim"] for part in claims_map.values() if part.get("claim")]
    missing = [name for name in [*wanted, *named] if _found(payload, name) is None]
    # An individual has no role and a developer no plan; who has neither may have them elsewhere.
    unnamed = [ours for ours in ("plan", "role") if not claims_map.get(ours, {}).get("claim")]
    if len(unnamed) == 2 and all(payload.get(ours) is None for ours in unnamed):
        missing += unnamed
    return missing
