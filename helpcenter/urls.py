"""Addresses of the library: reader pages, search, the reaction, and what programs read."""

from django.urls import path

from accounts import locales  # noqa: F401 - registers the `locale` converter
from helpcenter import numbers  # noqa: F401 - registers the `number` converter
from helpcenter.views import machines, pages, reactions, search

urlpatterns = [
    path("", pages.root, name="root"),
    path("llms.txt", machines.llms, name="llms"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("<locale:locale>/", pages.home, name="home"),
    path("<locale:locale>/search", search.search, name="search"),
    path("<locale:locale>/collections/<number:number>-<str:slug>", pages.collection, name="collection"),
    path("<locale:locale>/collections/<number:number>", pages.collection, name="collection_number"),
    path(
        "<locale:locale>/articles/<number:number>-<str:slug>.md",
        machines.article_markdown,
        name="article_markdown",
    ),
    path("<locale:locale>/articles/<number:number>-<str:slug>", pages.article, name="article"),
    path("<locale:locale>/articles/<number:number>", pages.article, name="article_number"),
    path("<locale:locale>/articles/<number:number>/reaction", reactions.react, name="react"),
    path("<locale:locale>/articles/<number:number>/reaction/<slug:face>", reactions.reaction, name="reaction"),
]
