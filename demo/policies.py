"""What a product's page may load: itself, and of the help center only the messenger."""

from collections.abc import Callable, Mapping
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override

type View = Callable[[HttpRequest], HttpResponse]


def _policy() -> Mapping[str, list[str]]:
    own: list[str] = [CSP.SELF]
    both: list[str] = [CSP.SELF, settings.SITE_URL]
    return {
        "default-src": [CSP.NONE],
        "script-src": both,
        "connect-src": both,
        "frame-src": [settings.SITE_URL],
        "style-src": own,
        "img-src": [CSP.SELF, "data:"],
        # Choosing a person ends, by redirects, at the help center.
        "form-action": both,
        "frame-ancestors": [CSP.NONE],
        "base-uri": [CSP.NONE],
    }


def embeds_messenger(view: View) -> View:
    """Lets the page load the help center's messenger, and nothing else from elsewhere."""

    @wraps(view)
    def allowed(request: HttpRequest) -> HttpResponse:
        return csp_override(_policy())(view)(request)

    return allowed
