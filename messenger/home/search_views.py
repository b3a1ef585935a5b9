"""Search inside the messenger: its page of results, and what may be meant while one types."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.visits import visitor_of
from helpcenter.actions import note_search
from helpcenter.models import Article, CollectionTranslation, SearchedPhrase
from helpcenter.search.finding import Hit, did_you_mean, search
from helpcenter.search.highlight import marked
from messenger.conversations.refusals import too_often
from messenger.home.early import is_enough
from messenger.home.greeting import draft_of
from messenger.pages import messenger_page, show
from web.actions import take
from web.limits import TooOftenError, claims
from web.network import networks_of
from web.problems import wait

PLACE = SearchedPhrase.Place.MESSENGER
_LONGEST = 200
_RESULTS, _SUGGESTIONS = 8, 5
_FEW = 3


@messenger_page
@require_safe
def messenger_search(request: HttpRequest, locale: str) -> HttpResponse:
    """Search results inside the messenger; open to everyone in every state."""
    query = _query(request)
    visitor = visitor_of(request)
    # Typed for Fin, and left by a way without scripts.
    typed: dict[str, Any] = {"visitor": visitor, "draft": draft_of(visitor) if "kept" in request.GET else None}
    if not query:
        return show(request, "search", typed)
    try:
        take(claims("search", networks=networks_of(request)), now=timezone.now())
    except TooOftenError as refused:
        return wait(
            show(request, "search", {**typed, "query": query, "refusal": too_often(refused)}, status=429), refused
        )
    hits = search(query, locale, limit=_RESULTS)
    note_search(query=query, locale=locale, place=PLACE, found=len(hits), day=timezone.now().date())
    context = {
        **typed,
        "query": query,
        "hits": _shown(hits, query, locale),
        # So many are looked for and no more; there may be others.
        "capped": len(hits) == _RESULTS,
        "suggestions": did_you_mean(query, locale) if len(hits) < _FEW else [],
    }
    return show(request, "search", context)


@messenger_page
@require_safe
def suggest(request: HttpRequest, locale: str) -> HttpResponse:
    """Articles for what is being typed, as a list below the field; an empty one where it is too early to say."""
    query = _query(request)
    hits: list[Hit] = []
    if is_enough(query):
        try:
            take(claims("suggest", networks=networks_of(request)), now=timezone.now())
            hits = search(query, locale, limit=_SUGGESTIONS)
        except TooOftenError:
            hits = []  # nobody asked for these; the search itself says what is the matter
    return show(request, "suggestions", {"visitor": None, "query": query, "hits": hits}, fragment="suggestions")


def _query(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\0", "").split())[:_LONGEST]


def _shown(hits: list[Hit], query: str, locale: str) -> list[dict[str, object]]:
    """Each hit with the title of its collection, and with marks where it has the words."""
    held = dict(Article.objects.filter(number__in=[hit.number for hit in hits]).values_list("number", "collection"))
    words = CollectionTranslation.objects.one_each(locale).filter(collection__in=held.values())
    titles = dict(words.values_list("collection", "title"))
    return [
        {
            "hit": hit,
            "title": marked(hit.title, query, locale),
            "heading": marked(hit.heading, query, locale),
            "text": marked(hit.snippet if hit.heading else hit.summary or hit.snippet, query, locale),
            "collection": titles.get(held.get(hit.number, 0), ""),
        }
        for hit in hits
    ]
