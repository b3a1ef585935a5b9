"""Addresses of the library: reader pages, search, the reaction, and what programs read."""

from django.urls import path

from helpcenter import numbers  # noqa: F401 - registers the `number` converter
from helpcenter.reading import machine_views, page_views, reaction_views, search_views
from web import locales  # noqa: F401 - registers the `locale` converter

urlpatterns = [
    path("", page_views.root, name="root"),
    path("llms.txt", machine_views.llms, name="llms"),
    path("robots.txt", machine_views.robots, name="robots"),
    path("sitemap.xml", machine_views.sitemap, name="sitemap"),
    path("<locale:locale>/llms.txt", machine_views.llms_in, name="llms_in"),
    path("<locale:locale>/sitemap-<slug:kind>-<number:page>.xml", machine_views.sitemap_part, name="sitemap_part"),
    path("<locale:locale>/", page_views.home, name="home"),
    path("<locale:locale>/search", search_views.search, name="search"),
    path("<locale:locale>/search/opened/<number:number>", search_views.opened, name="search_opened"),
    path("<locale:locale>/search.json", search_views.suggestions, name="suggestions"),
    path("<locale:locale>/search/suggest", search_views.suggest, name="search_suggest"),
    path("<locale:locale>/collections/<number:number>-<str:slug>", page_views.collection, name="collection"),
    path("<locale:locale>/collections/<number:number>", page_views.collection, name="collection_number"),
    path(
        "<locale:locale>/articles/<number:number>-<str:slug>.md",
        machine_views.article_markdown,
        name="article_markdown",
    ),
    path("<locale:locale>/articles/<number:number>-<str:slug>", page_views.article, name="article"),
    path("<locale:locale>/articles/<number:number>", page_views.article, name="article_number"),
    path("<locale:locale>/articles/<number:number>/reaction", reaction_views.react, name="react"),
    path("<locale:locale>/articles/<number:number>/reaction/<slug:face>", reaction_views.reaction, name="reaction"),
]
