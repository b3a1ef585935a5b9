"""The way into the demonstration: its hosts, who can be tried there, and where things end up."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from demo.products import product_at


@never_cache
@require_GET
def guide(request: HttpRequest) -> HttpResponse:
    """The front page of the demonstration on the help center's host."""
    site = urlsplit(settings.SITE_URL)
    port = f":{site.port}" if site.port else ""
    products = [(product_at(host), f"{site.scheme}://{host}{port}/") for host in settings.DEMO_HOSTS]
    locale = translation.get_language() or settings.LANGUAGE_CODE
    context = {
        "products": products,
        "site_url": settings.SITE_URL,
        "help_url": f"{settings.SITE_URL}/{locale}/",
        "passwords_file": settings.VAR_DIR / "staff_passwords.json",
        "mail_dir": settings.MAIL_DIR,
    }
    return render(request, "demo/guide.html", context)
