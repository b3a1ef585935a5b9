"""What programs read: Markdown, llms.txt, the sitemap and robots.txt."""

from datetime import date
from itertools import groupby

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from helpcenter.models import CollectionTranslation, Translation
from helpcenter.reading.page_views import moved
from helpcenter.reading.responses import ReaderPage
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


def _for_programs(text: str, content_type: str) -> ReaderPage:
    """A page whose address names no language: the same whichever language a browser prefers."""
    page = ReaderPage(text, content_type=f"{content_type}; charset=utf-8")
    page["Content-Language"] = settings.LANGUAGE_CODE
    return page


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """Every article with its summary and Markdown address, by language and collection."""
    with translation.override(settings.LANGUAGE_CODE):
        lines = [f"# {settings.SITE_NAME}", "", "> " + _("Help articles. Each address gives its article as Markdown.")]
    for locale, name in settings.LANGUAGES:
        words = {each.collection_id: each.title for each in CollectionTranslation.objects.one_each(locale)}
        own = Translation.objects.published().in_language(locale).without_text().select_related("article__collection")
        ordered = own.order_by("article__collection__order", "article__number")
        for collection, articles in groupby(ordered, key=lambda each: each.article.collection_id):
            lines += ["", f"## {name}: {words.get(collection, '')}", "", *map(_llms_line, articles)]
    return _for_programs("\n".join(lines) + "\n", "text/plain")


def _llms_line(each: Translation) -> str:
    address = absolute(reverse("article_markdown", args=(each.locale, each.article.number, each.slug)))
    return f"- [{each.title}]({address}): {each.summary}"


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page search engines should know, with its translations."""
    articles = Translation.objects.published().without_text().select_related("article").order_by("article__number")
    collections = CollectionTranslation.objects.select_related("collection").order_by("collection__number", "locale")
    homes = [(code, absolute(reverse("home", args=(code,)))) for code, _name in settings.LANGUAGES]
    groups: list[list[tuple[str, str, date | None]]] = [[(code, address, None) for code, address in homes]]
    for _number, words in groupby(collections, key=lambda each: each.collection_id):
        groups.append([(each.locale, absolute(each.path), None) for each in words])
    for _number, each_article in groupby(articles, key=lambda each: each.article_id):
        groups.append([(each.locale, absolute(each.path), each.updated_at) for each in each_article])
    return _for_programs(render_to_string("helpcenter/sitemap.xml", {"groups": groups}), "application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers leave alone, and where the sitemap is."""
    away = [reverse("search", args=(code,)) for code, _name in settings.LANGUAGES]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in ["/admin/", *away])]
    text = "\n".join([*lines, "", f"Sitemap: {absolute(reverse('sitemap'))}", ""])
    return _for_programs(text, "text/plain")
