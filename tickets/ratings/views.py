"""The page that takes a rating, without a login. Looking votes for nothing: scanners of mail open links, too."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tickets.models import Rating
from tickets.ratings import actions
from tickets.ratings.forms import RatingForm
from tickets.ratings.links import rating_of
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
def rate(request: HttpRequest, locale: str, token: str) -> HttpResponse:
    """Shows what the link of the mail chose, to be sent by a press; later, what was said, to be changed."""
    page = reverse("rating", args=[locale, token])
    try:
        take(claims("case", networks=networks_of(request)), now=timezone.now())
    except TooOftenError as refused:
        text = _("This page was asked for many times in a short time.")
        return too_often(request, refused, text=text, again=page, back=f"/{locale}/")
    rating = rating_of(token)
    form = _form(request, rating)
    if rating is not None and request.method == "POST" and form.is_valid():
        score = Rating.Score(form.cleaned_data["score"])
        actions.rate(rating=rating, score=score, comment=form.cleaned_data["comment"], now=timezone.now())
        return _sealed(redirect(f"{page}?done=1"))
    context = {
        "rating": rating,
        "form": form,
        "done": rating is not None and bool(rating.score) and request.GET.get("done") == "1",
        "alternates": alternates(lambda code: reverse("rating", args=[code, token])),
    }
    code = 404 if rating is None else 422 if form.is_bound else 200
    return _sealed(render(request, "ratings/rating.html", context, status=code))


def _form(request: HttpRequest, rating: Rating | None) -> RatingForm:
    if request.method == "POST":
        return RatingForm(request.POST)
    chosen = request.GET.get("score", "")
    known = {"score": rating.score, "comment": rating.comment} if rating else {}
    return RatingForm(initial=known | ({"score": chosen} if chosen in set(Rating.Score) else {}))


def _sealed(response: HttpResponse) -> HttpResponse:
    """The address is a key, so nobody hears of it. `no-referrer` would take the origin from our own forms, too."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
