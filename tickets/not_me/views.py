"""“It wasn't me”: whoever reads mail at an account's address stops a case. Looking changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tickets import actions
from tickets.not_me.links import ticket_of
from web.actions import take
from web.addresses import alternates
from web.limits import TooOftenError, claims
from web.network import networks_of
from web.origin import same_origin_required
from web.problems import too_often


@csrf_exempt  # No cookie counts here: the link does.
@never_cache
@same_origin_required
@require_http_methods(["GET", "HEAD", "POST"])
def not_me(request: HttpRequest, locale: str, token: str) -> HttpResponse:
    """Ask first, since mail programs open links by themselves; a POST stops the case."""
    page = reverse("not_me", args=[locale, token])
    try:
        take(claims("case", networks=networks_of(request)), now=timezone.now())
    except TooOftenError as refused:
        text = _("This page was asked for many times in a short time.")
        return too_often(request, refused, text=text, again=page, back=f"/{locale}/")
    ticket = ticket_of(token)
    if ticket is not None and request.method == "POST":
        ticket = actions.disown(ticket=ticket, now=timezone.now())
    context = {
        "ticket": ticket,
        "alternates": alternates(lambda code: reverse("not_me", args=[code, token])),
    }
    response = render(request, "not_me/not_me.html", context, status=200 if ticket else 404)
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    # The address is a key, so nobody hears of it. `no-referrer` would take the origin from our own forms, too.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
