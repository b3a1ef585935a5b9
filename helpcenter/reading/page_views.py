"""Home, collections and articles: the same for every reader, so nothing here looks at who is asking."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from helpcenter.models import Article, Collection, CollectionTranslation, Translation
from helpcenter.preference import best
from helpcenter.reading.responses import reader_page
from helpcenter.text.phrases import updated_phrase
from web.addresses import alternates, best_language, head

_FEWEST_HEADINGS = 3
_MOST_RELATED = 5


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Sends a browser to the home page in the language it prefers."""
    language = best_language(request.headers.get("Accept-Language", ""))
    return HttpResponseRedirect(
        reverse("home", args=(language,)),
        headers={"Vary": "Accept-Language", "Cache-Control": "public, max-age=300"},
    )


def moved(request: HttpRequest, path: str) -> HttpResponse:
    """To the page's right address for good, keeping the query."""
    query = request.META.get("QUERY_STRING", "")
    target = f"{path}?{query}" if query else path
    return HttpResponseRedirect(target, status=301, headers={"Cache-Control": "public, max-age=300"})


@require_safe
def home(request: HttpRequest, locale: str) -> HttpResponse:
    """Search, the articles most people come for, and all collections."""
    paths = {code: reverse("home", args=(code,)) for code, _name in settings.LANGUAGES}
    counts = Article.objects.readable_by_collection()
    context: dict[str, object] = {
        "alternates": alternates(paths.__getitem__),
        "head": head(paths[locale], paths),
        "hide_header_search": True,
        "collections": [
            (shelf, counts[shelf.pk]) for shelf in Collection.objects.filter(pk__in=counts).shown_in(locale)
        ],
        "featured": Translation.objects.one_each(locale).without_text().filter(article__featured=True),
    }
    return reader_page(request, "helpcenter/home.html", context, keys=["home"])


@require_safe
def collection(request: HttpRequest, locale: str, number: int, slug: str = "") -> HttpResponse:
    """One collection with its articles."""
    all_words = CollectionTranslation.objects.filter(collection__number=number).select_related("collection")
    words = all_words.one_each(locale).first()
    if words is None:
        raise Http404(_("There is no such collection."))
    if slug != words.slug:
        return moved(request, words.path_in(locale))
    own = {each.locale: each for each in all_words}
    paths = {code: each.path_in(code) for code, each in own.items()}
    context: dict[str, object] = {
        "alternates": alternates(lambda code: own.get(code, words).path_in(code)),
        "head": head(words.path, paths),
        "collection": words,
        "articles": Translation.objects.one_each(locale).without_text().filter(article__collection__number=number),
    }
    return reader_page(request, "helpcenter/collection.html", context, keys=[f"collection-{number}"])


def _related(shown: Translation, locale: str) -> list[Translation]:
    """The editors' related articles in their order, or else others of the same collection."""
    order = list(shown.article.related_links.values_list("to__number", flat=True))
    if not order:
        others = Translation.objects.one_each(locale).without_text().exclude(article=shown.article)
        return list(others.filter(article__collection=shown.article.collection)[:_MOST_RELATED])
    rows = Translation.objects.published().for_lists().filter(article__number__in=order)
    by_number = {number: [row for row in rows if row.article.number == number] for number in order}
    return [chosen for number in order if (chosen := best(by_number[number], locale))]


def article_context(shown: Translation, locale: str) -> dict[str, object]:
    """Everything an article's page shows, whoever reads it."""
    article, number = shown.article, shown.article.number
    rows = Translation.objects.published().filter(article=article).values_list("locale", "slug", "updated_at")
    own = {code: (reverse("article", args=(code, number, slug)), updated) for code, slug, updated in rows}
    source_path, source_updated = own.get(article.source_locale, ("", shown.updated_at))
    return {
        "alternates": alternates(lambda code: own[code][0] if code in own else shown.path_in(code)),
        "head": head(shown.path, {code: path for code, (path, _updated) in own.items()}),
        "article": shown,
        "number": number,
        "markdown_path": reverse("article_markdown", args=(locale, number, shown.slug)),
        "collection": best(article.collection.translations.all(), locale),
        "updated": updated_phrase(shown.updated_at, timezone.localdate()),
        "toc": shown.toc if len(shown.toc) >= _FEWEST_HEADINGS else [],
        "is_fallback": shown.locale != locale,
        "behind": source_updated > shown.updated_at,
        "source_path": source_path,
        "related": _related(shown, locale),
    }


@require_safe
def article(request: HttpRequest, locale: str, number: int, slug: str = "") -> HttpResponse:
    """An article; in another language with a notice when it isn't translated. An old address moves to the right one."""
    shown = Translation.objects.translation_for(number, locale)
    if shown is None:
        raise Http404(_("There is no such article."))
    if slug != shown.slug:
        return moved(request, shown.path_in(locale))
    context = article_context(shown, locale)
    keys = [f"article-{number}", f"collection-{shown.article.collection.number}"]
    return reader_page(request, "helpcenter/article.html", context, keys=keys)
