"""The search page. Results are the same for every reader, but there are too many to keep in the process."""

import json
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from helpcenter.models import Article, CollectionTranslation, Translation
from helpcenter.reading.responses import ReaderPage, reader_page
from helpcenter.search.finding import did_you_mean
from helpcenter.search.finding import search as find
from helpcenter.search.highlight import marked
from web.actions import take
from web.addresses import alternates
from web.limits import TooOftenError, claims
from web.network import networks_of
from web.problems import too_often

_LONGEST_QUERY = 200
_FEW = 3
# How many articles a page shows; as many again may stand behind them, and nobody has counted.
_MOST = 10


@require_safe
def search(request: HttpRequest, locale: str) -> HttpResponse:
    """Articles for `q`; a way onward when there is nothing typed or nothing found."""
    query = " ".join(request.GET.get("q", "").replace("\0", "").split())[:_LONGEST_QUERY]
    try:
        take(claims("search", networks=networks_of(request)) if query else [], now=timezone.now())
    except TooOftenError as refused:
        # Not to be kept by anyone: the page itself is the same for every reader.
        text = _("Many searches came from your network in a short time.")
        again, home = request.get_full_path(), reverse("home", args=[locale])
        return too_often(request, refused, text=text, again=again, back=home)
    hits = find(query, locale, _MOST)
    shelves = _shelves([hit.number for hit in hits], locale)
    suffix = f"?{urlencode({'q': query})}" if query else ""
    context: dict[str, object] = {
        "alternates": alternates(lambda code: reverse("search", args=(code,)) + suffix),
        "hide_header_search": True,
        "query": query,
        "results": [
            (hit, marked(hit.title, query, locale), marked(hit.snippet, query, locale), shelves.get(hit.number))
            for hit in hits
        ],
        "is_counted": len(hits) < _MOST,
        "suggestions": did_you_mean(query, locale) if query and len(hits) < _FEW else [],
        "popular": _popular(locale) if not hits else [],
    }
    return reader_page(request, "helpcenter/search.html", context, stored=False)


@require_safe
def suggestions(request: HttpRequest, locale: str) -> HttpResponse:
    """Title, address and keywords of every article, for a search field to choose from while somebody types."""
    rows = Translation.objects.one_each(locale).without_text()
    found = [(each.title, each.path_in(locale), " ".join(each.keywords)) for each in rows]
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return ReaderPage(text, content_type="application/json; charset=utf-8", language=locale)


def _shelves(numbers: list[int], locale: str) -> dict[int, CollectionTranslation]:
    """The words of the collection that each of these articles stands in, by the article's number."""
    shelf_of = dict(Article.objects.filter(number__in=numbers).values_list("number", "collection"))
    rows = CollectionTranslation.objects.one_each(locale).filter(collection__in=shelf_of.values())
    words = {each.collection_id: each for each in rows}
    return {number: words[shelf] for number, shelf in shelf_of.items() if shelf in words}


def _popular(locale: str) -> list[Translation]:
    return list(Translation.objects.one_each(locale).without_text().filter(article__featured=True))
