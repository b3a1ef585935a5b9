"""What an origin looks like when a browser names it. No Django, no database."""

import re

_ORIGIN = re.compile(
    r"(https?)://((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?::(\d{1,5}))?"
)
_OWN_PORTS = {"http": "80", "https": "443"}


def is_origin(text: object) -> bool:
    """Whether the text is exactly scheme://host or scheme://host:port, as in an Origin header and in frame-ancestors.

    Plain http is for this machine's own names alone.
    """
    found = _ORIGIN.fullmatch(text) if isinstance(text, str) and len(text) <= 267 else None
    if found is None:
        return False
    scheme, host, port = found.groups()
    local = host in {"localhost", "127.0.0.1"} or host.endswith(".localhost")
    written_as_browsers_do = port is None or (port != _OWN_PORTS[scheme] and port[0] != "0" and int(port) <= 65535)
    return written_as_browsers_do and (scheme == "https" or local)
