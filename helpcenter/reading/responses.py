"""The response of a page that is the same for every reader: cacheable anywhere, without a cookie. Knows no page."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import parse_etags
from django.utils.translation import get_language

from helpcenter.models import Landmark
from helpcenter.reading.store import strong_etag

# Browsers keep a page for a minute, shared caches for a second: they renew it behind a reader's back, and keep it
# for a day when we are down.
CACHE_CONTROL = "public, max-age=60, s-maxage=1, stale-while-revalidate=30, stale-if-error=86400"


class ReaderPage(HttpResponse):
    """A finished page for every reader. `stored` ones may be kept in the process; they must not read the query.

    `language` is the one whose publications change it; "" when each of them may.
    """

    def __init__(
        self,
        content: str,
        *,
        keys: Iterable[str] = (),
        stored: bool = True,
        content_type: str | None = None,
        language: str = "",
    ) -> None:
        super().__init__(content, content_type=content_type)
        self.stored, self.language = stored, language
        self["Cache-Control"] = CACHE_CONTROL
        self["ETag"] = strong_etag(self.content)
        # What a shared cache needs to throw out exactly the pages that show an article.
        self["Surrogate-Key"] = " ".join(("pages", *keys))


def reader_page(
    request: HttpRequest,
    template: str,
    context: dict[str, object],
    *,
    keys: Iterable[str] = (),
    stored: bool = True,
    content_type: str | None = None,
) -> ReaderPage:
    """The template rendered as a page for every reader."""
    text = render_to_string(template, {**context, "landmarks": Landmark.numbers()}, request)
    return ReaderPage(text, keys=keys, stored=stored, content_type=content_type, language=get_language() or "")


def is_fresh(request: HttpRequest, etag: str) -> bool:
    """True when the reader's browser already has the page with that ETag."""
    held = request.META.get("HTTP_IF_NONE_MATCH")
    if not held:
        return False
    # A proxy that compresses makes our strong tag a weak one.
    return held == etag or any(tag in {"*", etag} for tag in parse_etags(held.replace("W/", "")))
