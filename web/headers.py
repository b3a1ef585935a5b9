"""Headers that every answer carries beside Django's own. Knows no address."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseFileResponse

# What no page of ours asks a browser for, but for those that say so.
_REFUSED = (
    "accelerometer autoplay camera display-capture geolocation gyroscope magnetometer microphone midi payment "
    "publickey-credentials-get screen-wake-lock usb xr-spatial-tracking"
)


def permissions(*used: str) -> str:
    """The header for a page that uses these features itself."""
    return ", ".join(f"{feature}={'(self)' if feature in used else '()'}" for feature in _REFUSED.split())


PERMISSIONS = permissions()
# Static files that a page loads and a browser never shows as one: what a page may do isn't asked of these.
_NO_PAGES = {"text/javascript", "text/css"}


class HeadersMiddleware:
    """What a page may use, who may load it, and that no cache keeps an error: its language is the reader's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if kind in _NO_PAGES and isinstance(response, WhiteNoiseFileResponse):
            response._csp_config = {}  # as csp_override says it
            response.headers.pop("Cross-Origin-Opener-Policy", None)
        else:
            response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if response.status_code >= 400:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
