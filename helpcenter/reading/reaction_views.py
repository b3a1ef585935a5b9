"""“Did this answer your question?”: three faces and a few words, under a key that the reader's browser alone holds."""

import hashlib
import secrets
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from helpcenter import actions
from helpcenter.forms import ReactionForm
from helpcenter.models import Reaction, Translation
from web.actions import take
from web.addresses import alternates
from web.limits import TooOftenError, claims, when_again
from web.masked_words import told
from web.network import networks_of
from web.origin import same_origin_required
from web.problems import too_often, wait
from web.secrets import kinds_of

# One word each in addresses; the numbers are what is stored.
FACES = {"sad": Reaction.Face.SAD, "neutral": Reaction.Face.NEUTRAL, "happy": Reaction.Face.HAPPY}
_NAMES = {face.value: name for name, face in FACES.items()}
_COOKIE = "reader"
_COOKIE_AGE = 180 * 24 * 3600
_LONGEST_KEY = 64


def _shown(number: int, locale: str) -> Translation:
    shown = Translation.objects.translation_for(number, locale)
    if shown is None:
        raise Http404(_("There is no such article."))
    return shown


def _key(request: HttpRequest) -> str:
    held = request.COOKIES.get(_COOKIE, "")
    return held if 0 < len(held) <= _LONGEST_KEY else secrets.token_urlsafe(16)


def _page(
    request: HttpRequest, locale: str, shown: Translation, form: ReactionForm, face: str, status: int = 200
) -> HttpResponse:
    number = shown.article.number
    context = {
        "alternates": alternates(lambda code: reverse("article_number", args=(code, number))),
        "article": shown,
        "number": number,
        "article_path": shown.path_in(locale),
        "form": form,
        "face": face,
        "face_value": FACES.get(face),
        "noted": "noted" in request.GET,
        "hidden": told(request.GET.get("noted", "").split()),
    }
    response = render(request, "helpcenter/reaction.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _count(request: HttpRequest, number: int) -> None:
    """One more reaction from this network, and to this article. Raises TooOftenError."""
    networks = networks_of(request)
    counted = claims("react", networks=networks) + claims("react_to_one", about=number, networks=networks)
    take(counted, now=timezone.now())


@csrf_exempt
@require_POST
@same_origin_required
def react(request: HttpRequest, locale: str, number: int) -> HttpResponse:
    """Keeps the reader's face, and their comment when there is one, then says thank you."""
    shown = _shown(number, locale)
    form = ReactionForm(request.POST)
    if not form.is_valid():
        face = _NAMES.get(form.cleaned_data.get("face", 2), "")
        return _page(request, locale, shown, form, face, status=422)
    key, face = _key(request), form.cleaned_data["face"]
    try:
        _count(request, number)
    except TooOftenError as refused:
        text = _("Much feedback came from your network in a short time. This was not saved.")
        if not form.cleaned_data["comment"]:
            return too_often(request, refused, text=text, back=shown.path_in(locale))
        form.add_error("comment", when_again(refused, after=text))
        return wait(_page(request, locale, shown, form, _NAMES[face], status=429), refused)
    kept = actions.react(
        translation=shown,
        reader=hashlib.sha256(key.encode()).hexdigest(),
        face=face,
        comment=form.cleaned_data["comment"] if "comment" in request.POST else None,
        now=timezone.now(),
    )
    thanks = reverse("reaction", args=(locale, number, _NAMES[face]))
    if "comment" in request.POST:
        thanks += f"?{urlencode({'noted': ' '.join(kinds_of(kept.comment))})}"
    response = HttpResponseRedirect(thanks, status=303)
    # For this article alone: the key can't follow a reader around, and reader pages never receive it.
    response.set_cookie(
        _COOKIE,
        key,
        max_age=_COOKIE_AGE,
        path=reverse("react", args=(locale, number)),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_safe
def reaction(request: HttpRequest, locale: str, number: int, face: str) -> HttpResponse:
    """The thank-you, with room for a comment, and after 😞 the way to the messenger."""
    if face not in FACES:
        raise Http404(_("There is no such page."))
    return _page(request, locale, _shown(number, locale), ReactionForm(), face)
