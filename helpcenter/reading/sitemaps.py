"""What search engines should know, a language at a time and a thousand articles a file, each with its translations."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import RFC3986_SUBDELIMS

from helpcenter.models import CollectionTranslation, Translation
from web.addresses import absolute

type Entry = dict[str, Any]


class ArticleAddresses:
    """Absolute addresses of many articles, without asking the resolver for each."""

    def __init__(self, view: str = "article") -> None:
        ends = {
            code: absolute(reverse(view, args=(code, 1, "x"))).partition("1-x") for code, _name in settings.LANGUAGES
        }
        self._ends = {code: (before, after) for code, (before, _number, after) in ends.items()}

    def __call__(self, code: str, number: int, slug: str) -> str:
        before, after = self._ends[code]
        return f"{before}{number}-{quote(slug, safe=RFC3986_SUBDELIMS + '/~:@')}{after}"


def _entry(address: str, own: dict[str, str], changed: date | None = None) -> Entry:
    """One page as the framework's template shows it; `own` are its addresses by language."""
    alternates = [{"lang_code": code, "location": other} for code, other in sorted(own.items())]
    if settings.LANGUAGE_CODE in own:
        alternates.append({"lang_code": "x-default", "location": own[settings.LANGUAGE_CODE]})
    return {"location": address, "lastmod": changed, "alternates": alternates}


class Articles(Sitemap[Any]):
    """The published articles of one language."""

    limit = 1000

    def __init__(self, locale: str) -> None:
        self.locale = locale

    def items(self) -> QuerySet[Translation, Any]:
        rows = Translation.objects.published().in_language(self.locale).order_by("article__number")
        return rows.values_list("article_id", "article__number", "slug", "updated_at")

    def get_urls(self, page: int | str = 1, site: object = None, protocol: str | None = None) -> list[Entry]:
        """One file's entries. Raises EmptyPage."""
        address, rows = ArticleAddresses(), list(self.paginator.page(page).object_list)
        own = self._translations({row[0]: row[1] for row in rows}, address)
        return [_entry(address(self.locale, number, slug), own[key], changed) for key, number, slug, changed in rows]

    def _translations(self, numbers: dict[int, int], address: ArticleAddresses) -> dict[int, dict[str, str]]:
        published = Translation.objects.published().filter(article__in=numbers).order_by()
        own: dict[int, dict[str, str]] = defaultdict(dict)
        for key, code, slug in published.values_list("article_id", "locale", "slug"):
            own[key][code] = address(code, numbers[key], slug)
        return own


class Shelves(Sitemap[Any]):
    """One language's home page and collections."""

    def __init__(self, locale: str) -> None:
        self.locale = locale

    def items(self) -> list[Entry]:
        homes = {code: absolute(reverse("home", args=(code,))) for code, _name in settings.LANGUAGES}
        own: dict[int, dict[str, str]] = defaultdict(dict)
        for words in CollectionTranslation.objects.select_related("collection").order_by("collection__number"):
            own[words.collection.number][words.locale] = absolute(words.path)
        shelves = (each for each in own.values() if self.locale in each)
        return [_entry(each[self.locale], each) for each in (homes, *shelves)]

    def get_urls(self, page: int | str = 1, site: object = None, protocol: str | None = None) -> list[Entry]:
        """One file's entries. Raises EmptyPage."""
        return list(self.paginator.page(page).object_list)


KINDS: dict[str, type[Articles | Shelves]] = {"collections": Shelves, "articles": Articles}


def files(latest: dict[str, tuple[int, date]]) -> Iterable[Entry]:
    """Every file, for the sitemaps' own list; `latest` is how many articles a language has and its last change."""
    for code, _name in settings.LANGUAGES:
        count, changed = latest.get(code, (0, None))
        yield {"location": absolute(reverse("sitemap_part", args=(code, "collections", 1)))}
        for page in range(1, -(-count // Articles.limit) + 1):
            yield {"location": absolute(reverse("sitemap_part", args=(code, "articles", page))), "last_mod": changed}
