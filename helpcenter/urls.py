"""Addresses of the library: reader pages, search, the reaction, and what programs read."""

from django.urls import path

from accounts import locales  # noqa: F401 - registers the `locale` converter
from helpcenter.views import machines, pages, reactions, search

urlpatterns = [
    path("", pages.root, name="root"),
    path("llms.txt", machines.llms, name="llms"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("<locale:locale>/", pages.home, name="home"),
    path("<locale:locale>/search", search.search, name="search"),
    path("<locale:locale>/collections/<int:number>-<str:slug>", pages.collection, name="collection"),
    path("<locale:locale>/collections/<int:number>", pages.collection, name="collection_number"),
    path(
        "<locale:locale>/articles/<int:number>-<str:slug>.md",
        machines.article_markdown,
        name="article_markdown",
    ),
    path("<locale:locale>/articles/<int:number>-<str:slug>", pages.article, name="article"),
    path("<locale:locale>/articles/<int:number>", pages.article, name="article_number"),
    path("<locale:locale>/articles/<int:number>/reaction", reactions.react, name="react"),
    path("<locale:locale>/articles/<int:number>/reaction/<slug:face>", reactions.reaction, name="reaction"),
]
