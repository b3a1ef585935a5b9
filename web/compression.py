"""Compresses one response, its length blurred. Whoever calls says that nothing in it is a secret."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_string

# Less than this fits the first packet anyhow.
_SHORTEST = 1_000
# So many random bytes at most make the length tell nothing of the words (Heal-the-BREACH).
_BLUR = 100


def compress(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response as gzip where the browser takes it; HEAD and short ones as they are."""
    if response.streaming or response.has_header("Content-Encoding") or len(response.content) < _SHORTEST:
        return response
    patch_vary_headers(response, ["Accept-Encoding"])
    if request.method == "HEAD" or not _takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        return response
    response.content = compress_string(response.content, max_random_bytes=_BLUR)
    response.headers["Content-Length"] = str(len(response.content))
    response.headers["Content-Encoding"] = "gzip"
    return response


def _takes_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header names gzip without refusing it (q=0)."""
    named = (part.replace(" ", "").lower().partition(";q=") for part in header.split(","))
    return any(name == "gzip" and (not sign or quality.strip("0.") != "") for name, sign, quality in named)
