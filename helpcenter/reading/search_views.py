"""The search page. Results are the same for every reader, but there are too many to keep in the process."""

import json
from contextlib import suppress
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from helpcenter import actions
from helpcenter.models import Article, CollectionTranslation, SearchedPhrase, Translation
from helpcenter.reading.responses import ReaderPage, reader_page
from helpcenter.search.finding import words_of
from helpcenter.search.highlight import marked
from helpcenter.search.second_try import look_up, look_up_unfinished
from web.actions import take
from web.addresses import alternates
from web.limits import TooOftenError, claims
from web.network import networks_of
from web.origin import same_origin_required
from web.problems import too_often, wait

_PLACE = SearchedPhrase.Place.PAGE
_LONGEST_QUERY = 200
# How many articles a page shows; as many again may stand behind them, and nobody has counted.
_MOST = 10
# How many a field offers while somebody types.
_OFFERED = 6


@require_safe
def search(request: HttpRequest, locale: str) -> HttpResponse:
    """Articles for `q`; a way onward when there is nothing typed or nothing found."""
    query = _query(request)
    try:
        take(claims("search", networks=networks_of(request)) if query else [], now=timezone.now())
    except TooOftenError as refused:
        # Not to be kept by anyone: the page itself is the same for every reader.
        text = _("Many searches came from your network in a short time.")
        again, home = request.get_full_path(), reverse("home", args=[locale])
        return too_often(request, refused, text=text, again=again, back=home)
    results = look_up(query, locale, _MOST, as_typed="typed" in request.GET)
    hits = results.hits
    if query:
        actions.note_search(query=query, locale=locale, place=_PLACE, found=len(hits), day=timezone.now().date())
    shelves = _shelves([hit.number for hit in hits], locale)
    words = words_of(results.shown_for, locale)
    suffix = f"?{urlencode({'q': query})}" if query else ""
    context: dict[str, object] = {
        "alternates": alternates(lambda code: reverse("search", args=(code,)) + suffix),
        "hide_header_search": True,
        "query": query,
        "shown_for": results.shown_for,
        "is_second_try": results.is_second_try,
        "origin": request.build_absolute_uri("/").rstrip("/"),
        "results": [
            (
                hit,
                *(marked(text, words, hit.locale) for text in (hit.title, hit.heading, hit.snippet)),
                shelves.get(hit.number),
            )
            for hit in hits
        ],
        "is_counted": len(hits) < _MOST,
        "suggestions": results.suggestions,
        "popular": _popular(locale) if not hits else [],
    }
    return reader_page(request, "helpcenter/search.html", context, stored=False)


@csrf_exempt
@require_POST
@same_origin_required
def opened(request: HttpRequest, locale: str, number: int) -> HttpResponse:
    """A result of the search for `q` was opened: browsers say so beside the visit itself, and wait for no answer."""
    with suppress(TooOftenError):  # counted or not, the reader reads
        take(claims("search", networks=networks_of(request)), now=timezone.now())
        actions.note_opened(
            query=_query(request), locale=locale, place=_PLACE, number=number, day=timezone.now().date()
        )
    return HttpResponse(status=204)


@require_safe
def suggestions(request: HttpRequest, locale: str) -> HttpResponse:
    """What a search field offers at once: every article's title, address, collection, language and keywords.

    `counts` are the words for none to so many as are offered.
    """
    rows = Translation.objects.one_each(locale).without_text()
    shelves = _shelves([each.article.number for each in rows], locale)
    offered = [
        (each.title, each.path_in(locale), _where(shelves, each.article.number), each.locale, " ".join(each.keywords))
        for each in rows
    ]
    counts = [ngettext("%(count)s article", "%(count)s articles", n) % {"count": n} for n in range(_OFFERED + 1)]
    return _json({"counts": counts, "articles": offered}, locale)


@require_safe
def suggest(request: HttpRequest, locale: str) -> HttpResponse:
    """What the search finds for what is being typed in `q`: titles, addresses, sections or collections, languages.

    What was likely meant stands first where it is spelled otherwise, as a search for that. No search yet, so it isn't
    noted as one; a network that asks too much gets none.
    """
    query = _query(request)
    try:
        take(claims("suggest", networks=networks_of(request)) if query else [], now=timezone.now())
    except TooOftenError as refused:
        return wait(HttpResponse(status=429, headers={"Cache-Control": "no-store"}), refused)
    results = look_up_unfinished(query, locale, _OFFERED)
    hits = results.hits
    shelves = _shelves([hit.number for hit in hits], locale)
    rows = [(hit.title, hit.path, hit.heading or _where(shelves, hit.number), hit.locale) for hit in hits]
    meant = [results.shown_for] if results.is_second_try else results.suggestions[:1]
    rows = [*(_meant(words, locale) for words in meant), *rows]
    return _json(rows, locale, stored=False)


def _meant(words: str, locale: str) -> tuple[str, str, str, str]:
    path = f"{reverse('search', args=[locale])}?{urlencode({'q': words})}"
    return (_("Did you mean “{words}”?").format(words=words), path, "", locale)


def _json(content: object, locale: str, *, stored: bool = True) -> ReaderPage:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return ReaderPage(text, content_type="application/json; charset=utf-8", language=locale, stored=stored)


def _query(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\0", "").split())[:_LONGEST_QUERY]


def _shelves(numbers: list[int], locale: str) -> dict[int, CollectionTranslation]:
    """The words of the collection that each of these articles stands in, by the article's number."""
    shelf_of = dict(Article.objects.filter(number__in=numbers).values_list("number", "collection"))
    rows = CollectionTranslation.objects.one_each(locale).filter(collection__in=shelf_of.values())
    words = {each.collection_id: each for each in rows}
    return {number: words[shelf] for number, shelf in shelf_of.items() if shelf in words}


def _where(shelves: dict[int, CollectionTranslation], number: int) -> str:
    return shelves[number].title if number in shelves else ""


def _popular(locale: str) -> list[Translation]:
    return list(Translation.objects.one_each(locale).without_text().filter(article__featured=True))
