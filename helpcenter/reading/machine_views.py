"""What programs read: Markdown, llms.txt, the sitemap and robots.txt."""

from itertools import groupby

from django.conf import settings
from django.core.paginator import EmptyPage
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from helpcenter.models import CollectionTranslation, Translation
from helpcenter.reading.page_views import moved
from helpcenter.reading.responses import ReaderPage
from helpcenter.reading.sitemaps import KINDS, ArticleAddresses, files
from helpcenter.text.labels import labels_in
from helpcenter.text.plain_markdown import plain_markdown
from web.addresses import absolute


@require_safe
def article_markdown(request: HttpRequest, locale: str, number: int, slug: str) -> HttpResponse:
    """An article as Markdown."""
    shown = Translation.objects.translation_for(number, locale)
    if shown is None:
        raise Http404(_("There is no such article."))
    if slug != shown.slug:
        return moved(request, reverse("article_markdown", args=(locale, number, shown.slug)))
    text = plain_markdown(
        shown.body_markdown,
        address=lambda other: absolute(reverse("article_number", args=(locale, other))),
        labels=labels_in(shown.locale),
    )
    head = f"# {shown.title}\n\n{_('Updated')}: {shown.updated_at.isoformat()}\n{absolute(shown.path)}\n\n"
    return ReaderPage(head + text, keys=[f"article-{number}"], content_type="text/markdown; charset=utf-8")


def _for_programs(text: str, content_type: str, language: str = "") -> ReaderPage:
    """A page whose address names no language is the same whichever language a browser prefers."""
    page = ReaderPage(text, content_type=f"{content_type}; charset=utf-8", language=language)
    page["Content-Language"] = language or settings.LANGUAGE_CODE
    return page


def _llms_head() -> list[str]:
    return [f"# {settings.SITE_NAME}", "", "> " + _("Help articles. Each address gives its article as Markdown.")]


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """Each language's list of articles."""
    lists = [(name, absolute(reverse("llms_in", args=(code,)))) for code, name in settings.LANGUAGES]
    with translation.override(settings.LANGUAGE_CODE):
        head = _llms_head()
        lines = [*head, "", f"## {_('Articles')}", "", *(f"- [{name}]({address})" for name, address in lists)]
    return _for_programs("\n".join(lines) + "\n", "text/plain")


@require_safe
def llms_in(request: HttpRequest, locale: str) -> HttpResponse:
    """Every article of a language with its summary and Markdown address, by collection."""
    words = {each.collection_id: each.title for each in CollectionTranslation.objects.one_each(locale)}
    own = Translation.objects.published().in_language(locale).order_by("article__collection__order", "article__number")
    address, lines = ArticleAddresses("article_markdown"), _llms_head()
    rows = own.values_list("article__collection", "article__number", "slug", "title", "summary")
    for collection, articles in groupby(rows, key=lambda row: row[0]):
        lines += ["", f"## {words.get(collection, '')}", ""]
        lines += [
            f"- [{title}]({address(locale, number, slug)}): {summary}" for _c, number, slug, title, summary in articles
        ]
    return _for_programs("\n".join(lines) + "\n", "text/plain", locale)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Where the sitemaps of each language are."""
    published = Translation.objects.published().order_by().values_list("locale")
    latest = {
        code: (count, changed)
        for code, count, changed in published.annotate(count=Count("*"), latest=Max("updated_at"))
    }
    return _for_programs(render_to_string("sitemap_index.xml", {"sitemaps": files(latest)}), "application/xml")


@require_safe
def sitemap_part(request: HttpRequest, locale: str, kind: str, page: int) -> HttpResponse:
    """Pages of one language that search engines should know, with their translations."""
    if kind not in KINDS:
        raise Http404(_("There is no such page."))
    try:
        entries = KINDS[kind](locale).get_urls(page)
    except EmptyPage as error:
        raise Http404(_("There is no such page.")) from error
    return _for_programs(render_to_string("sitemap.xml", {"urlset": entries}), "application/xml", locale)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers leave alone, and where the sitemap is."""
    away = [reverse("search", args=(code,)) for code, _name in settings.LANGUAGES]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in ["/admin/", *away])]
    text = "\n".join([*lines, "", f"Sitemap: {absolute(reverse('sitemap'))}", ""])
    return _for_programs(text, "text/plain")
