"""The page that ends mail of a kind. Looking ends nothing: scanners of mail open links, too. A mail program posts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tickets.unsubscribing import actions
from tickets.unsubscribing.links import What, wish_of
from web.actions import take
from web.limits import TooOftenError, claims
from web.network import networks_of
from web.problems import too_often


@csrf_exempt  # The mail provider's machine posts (RFC 8058 3.2): no cookie counts, the link does.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, locale: str, token: str) -> HttpResponse:
    """Ends it on a POST, by a press here or in the mail program."""
    page = reverse("unsubscribe", args=[locale, token])
    try:
        take(claims("case", networks=networks_of(request)), now=timezone.now())
    except TooOftenError as refused:
        text = _("This page was asked for many times in a short time.")
        return too_often(request, refused, text=text, again=page, back=f"/{locale}/")
    wish = wish_of(token)
    if wish is not None and request.method == "POST":
        if request.POST.get("again") == "yes" and wish.what == What.RATINGS:
            actions.ask_again(address=wish.who)
        else:
            actions.unsubscribe(wish=wish, now=timezone.now())
    context = {
        "wish": wish,
        "is_of_staff": wish is not None and wish.what == What.NOTIFICATIONS,
        "done": request.method == "POST" and request.POST.get("again") != "yes",
        "again": request.method == "POST" and request.POST.get("again") == "yes",
    }
    response = render(request, "ratings/unsubscribe.html", context, status=200 if wish else 404)
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
