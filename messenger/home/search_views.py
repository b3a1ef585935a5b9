"""Search inside the messenger: its page of results, and what may be meant while one types."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.visits import visitor_of
from helpcenter.actions import note_search
from helpcenter.models import Article, CollectionTranslation, SearchedPhrase
from helpcenter.search.finding import Hit, words_of
from helpcenter.search.highlight import marked
from helpcenter.search.second_try import Results, look_up, look_up_unfinished
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
    results = look_up(query, locale, _RESULTS, as_typed="typed" in request.GET)
    hits = results.hits
    note_search(query=query, locale=locale, place=PLACE, found=len(hits), day=timezone.now().date())
    context = {
        **typed,
        "query": query,
        "shown_for": results.shown_for,
        "is_second_try": results.is_second_try,
        "hits": _shown(hits, words_of(results.shown_for, locale), locale),
        # So many are looked for and no more; there may be others.
        "capped": len(hits) == _RESULTS,
        "suggestions": results.suggestions,
    }
    return show(request, "search", context)


@messenger_page
@require_safe
def suggest(request: HttpRequest, locale: str) -> HttpResponse:
    """Articles for what is being typed, as a list below the field; an empty one where it is too early to say."""
    query = _query(request)
    results = Results([], query, query)
    if is_enough(query):
        try:
            take(claims("suggest", networks=networks_of(request)), now=timezone.now())
            results = look_up_unfinished(query, locale, _SUGGESTIONS)
        except TooOftenError:
            pass  # nobody asked for these; the search itself says what is the matter
    meant = [results.shown_for] if results.is_second_try else results.suggestions[:1]
    context = {"visitor": None, "query": query, "hits": results.hits, "meant": meant}
    return show(request, "suggestions", context, fragment="suggestions")


def _query(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\0", "").split())[:_LONGEST]


def _shown(hits: Sequence[Hit], query: str, locale: str) -> list[dict[str, object]]:
    """Each hit with the title of its collection, and with marks where it has the words."""
    held = dict(Article.objects.filter(number__in=[hit.number for hit in hits]).values_list("number", "collection"))
    words = CollectionTranslation.objects.one_each(locale).filter(collection__in=held.values())
    titles = dict(words.values_list("collection", "title"))
    return [
        {
            "hit": hit,
            "title": marked(hit.title, query, hit.locale),
            "heading": marked(hit.heading, query, hit.locale),
            "text": marked(hit.snippet if hit.heading else hit.summary or hit.snippet, query, hit.locale),
            "collection": titles.get(held.get(hit.number, 0), ""),
        }
        for hit in hits
    ]
