"""Careful requests to identity providers: short, small, without redirects, over TLS. Knows nothing about tokens.

Names under .localhost resolve to this machine even where the system's resolver doesn't know them (RFC 6761 §6.3).
"""

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import Timeout

# For the connection and the first word of the answer, and once more for the whole of its body.
TOTAL_SECONDS = 2.0
MOST_BYTES = 256 * 1024
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class UnsafeError(requests.RequestException):
    """An answer or an address that we won't follow: too big, too slow, a redirect, or no TLS."""


def is_loopback(host: str) -> bool:
    """Whether the name can only mean this machine."""
    return host in _LOOPBACK or host.endswith(".localhost")


class CarefulAdapter(HTTPAdapter):
    """Bounds every exchange of the session it is mounted on; the body is read here, so that its size is bounded too."""

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> tuple[Any, Any]:
        host_params: dict[str, Any]
        pool_kwargs: dict[str, Any]
        host_params, pool_kwargs = super().build_connection_pool_key_attributes(  # type: ignore[assignment]
            request, verify, cert
        )
        name = host_params["host"]
        if name.endswith(".localhost"):
            host_params["host"] = "127.0.0.1"
            if host_params["scheme"] == "https":
                pool_kwargs |= {"server_hostname": name, "assert_hostname": name}
        return host_params, pool_kwargs

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        url = urlsplit(request.url or "")
        loopback = is_loopback(url.hostname or "")
        if url.scheme != "https" and not loopback:
            raise UnsafeError(f"{request.url} is not https.", request=request)
        request.headers["Host"] = url.netloc.rpartition("@")[2]
        response = super().send(
            request,
            stream=True,
            timeout=timeout or Timeout(total=TOTAL_SECONDS),  # type: ignore[arg-type]  # requests takes urllib3's
            verify=verify,
            cert=cert,
            proxies=None if loopback else dict(proxies or {}),
        )
        if response.is_redirect:
            response.close()
            raise UnsafeError(f"{request.url} redirects.", request=request, response=response)
        return _read(response)


def _read(response: requests.Response) -> requests.Response:
    """The response with its body read; raises UnsafeError past the limits of size and time."""
    until = time.monotonic() + TOTAL_SECONDS
    body = bytearray()
    for piece in response.iter_content(8192):
        body += piece
        if len(body) > MOST_BYTES or time.monotonic() > until:
            response.close()
            raise UnsafeError(f"{response.url} answers too much or too slowly.", response=response)
    response._content = bytes(body)
    return response


def be_careful[S: requests.Session](session: S) -> S:
    """The session, bounded: our adapter for every address, and no passwords from ~/.netrc."""
    session.mount("https://", CarefulAdapter())
    session.mount("http://", CarefulAdapter())
    session.auth = lambda request: request
    return session


def fetch(url: str, headers: Mapping[str, str]) -> requests.Response:
    """The answer at the address, whatever its status. Raises requests.RequestException when there is none."""
    with be_careful(requests.Session()) as session:
        return session.get(url, headers=dict(headers))


def fetch_json(url: str) -> dict[str, Any]:
    """The JSON object at the address. Raises requests.RequestException when there is none to be had."""
    response = fetch(url, {"Accept": "application/json"})
    response.raise_for_status()
    document = response.json()
    if not isinstance(document, dict):
        raise UnsafeError(f"{url} is not a JSON object.", response=response)
    return document
