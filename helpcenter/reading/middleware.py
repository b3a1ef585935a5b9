"""Serves finished reader pages from the process's memory, before anything else runs. Knows no page and no address."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone

from helpcenter.reading.page_files import PageFiles
from helpcenter.reading.responses import ReaderPage, is_fresh
from helpcenter.reading.stamps import StampReader, read_stamps
from helpcenter.reading.store import OnceAtATime, Page, PageStore, Validity, changes_here, make_page
from helpcenter.search.libraries import libraries

_MOST_BYTES = 64 * 1024 * 1024
_OF_A_BODY = frozenset({"Content-Encoding", "Content-Length", "Content-Type"})
_READING = frozenset({"GET", "HEAD"})


class PageStoreMiddleware:
    """Stands outermost, so that a stored page carries every header the others added.

    A page is valid for its language's content stamp and the day it was made under. Pages that failed, set a cookie or
    were asked for with a query are never stored; what is stored doesn't read the query, so a campaign's parameters
    find it too. While one reader's request makes a page anew, the others get the one before.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.store = PageStore(_MOST_BYTES)
        self._making = OnceAtATime()
        self.files = PageFiles(settings.VAR_DIR / "pages")
        self.stamps = StampReader(read_stamps, changed=libraries.refresh)
        self.languages = ("", *(code for code, _name in settings.LANGUAGES))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in _READING:
            return self.get_response(request)
        # Without the port, which anybody can make up: each would be one more copy, on the disk as well.
        host = request.META.get("HTTP_HOST", "").lower().partition(":")[0]
        key = (request.scheme or "", host, request.path_info)
        page = self.store.get(key)
        if page is not None and page.validity == self._validity(self.stamps.current(), page.language):
            return _answer(request, page)
        if page is None:
            return self._made(request, key, None)
        if not self._making.begin(key):
            return _answer(request, page)
        try:
            return self._made(request, key, page)
        finally:
            self._making.end(key)

    def _validity(self, stamps: dict[str, str] | None, language: str) -> Validity:
        known = stamps or {}
        stamp = known.get(language, "") if language else tuple(sorted(known.items()))
        return (stamp, timezone.localdate(), changes_here(language))

    def _made(self, request: HttpRequest, key: tuple[str, ...], stale: Page | None) -> HttpResponse:
        # Taken before rendering: a page made from older rows must not pass for one made under a newer stamp.
        known = self.stamps.known
        before = {language: self._validity(known, language) for language in self.languages}
        response = self.get_response(request)
        if response.status_code >= 500:
            last = stale or self.files.get(key)
            return _answer(request, last) if last else response
        if not isinstance(response, ReaderPage):
            if stale is not None:  # taken off, or moved
                self.store.drop(key)
                self.files.drop(key)
            return response
        if _is_for_all(request, response):
            if self.stamps.known is None and self.stamps.current() is not None:
                return self._made(request, key, stale)  # the process's first page, now that there is a stamp
            made_under = before.get(response.language)
            if made_under == self._validity(self.stamps.current(), response.language) and known is not None:
                page = make_page(response.content, dict(response.items()), made_under, response.language)
                return _answer(request, self._kept(key, page))
        if not response.cookies and is_fresh(request, response["ETag"]):
            return _not_modified(tuple(response.items()))
        return response

    def _kept(self, key: tuple[str, ...], page: Page) -> Page:
        self.store.put(key, page)
        self.files.put(key, page)
        return page


def _is_for_all(request: HttpRequest, response: ReaderPage) -> bool:
    """True when nothing of this request but its address went into the page."""
    own = response.cookies or response.has_header("Vary") or request.META.get("QUERY_STRING")
    return response.stored and not own


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    """The page, or 304 when the browser has it, or its headers alone for HEAD."""
    variant = page.variant(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    if is_fresh(request, variant.etag):
        return _not_modified(variant.headers)
    body = b"" if request.method == "HEAD" else variant.body
    return HttpResponse(body, headers=dict(variant.headers))


def _not_modified(headers: tuple[tuple[str, str], ...]) -> HttpResponse:
    return HttpResponseNotModified(headers={name: value for name, value in headers if name not in _OF_A_BODY})
