"""Reader pages anywhere between us and the reader: headers, 304, the process's store, a day without a database."""

import time
from datetime import date

import pytest
from django.db import OperationalError, connections

from helpcenter import actions
from helpcenter.models import Translation
from helpcenter.reading import page_views
from helpcenter.reading.store import note_change
from tests.cast import Browser
from tests.helpcenter import shelf

REFUNDS = "/en/articles/1001-refunds"
PAGES = ["/en/", REFUNDS, "/en/collections/31-billing", "/en/articles/1001-refunds.md", "/llms.txt", "/en/llms.txt"]
PAGES += ["/sitemap.xml", "/en/sitemap-articles-1.xml", "/en/sitemap-collections-1.xml"]


@pytest.fixture
def stored(db, reader):
    """A browser that has read the article, so that its process holds it."""
    shelf.publish()
    reader.get(REFUNDS)
    return reader


@pytest.fixture
def count(django_assert_num_queries):
    return django_assert_num_queries


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*PAGES, "/en/search", "/en/search?q=refund", "/robots.txt"])
def test_every_reader_page_can_be_kept_by_anyone_and_sets_no_cookie(reader, path):
    shelf.publish()
    for _ in range(3):
        response = reader.get(path)
        assert response.status_code == 200
        assert response["Cache-Control"].startswith("public, max-age=60, s-maxage=")
        assert "stale-while-revalidate" in response["Cache-Control"]
        assert "stale-if-error" in response["Cache-Control"]
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_a_second_reading_asks_the_database_nothing(reader, count, path):
    shelf.publish()
    first = reader.get(path)
    with count(0):
        again = reader.get(path)
    assert again.content == first.content


def test_a_stored_page_has_every_header_of_a_fresh_one(stored):
    fresh, kept = Browser().get(REFUNDS), stored.get(REFUNDS)
    for name in fresh.headers:
        assert kept.headers[name] == fresh.headers[name], name
    assert "default-src 'none'" in kept["Content-Security-Policy"]
    assert kept["Content-Language"] == "en"


def test_a_page_names_its_article_for_a_shared_cache(stored):
    assert stored.get(REFUNDS)["Surrogate-Key"] == "pages article-1001 collection-31"


def test_two_processes_give_the_same_etag(stored):
    assert Browser().get(REFUNDS)["ETag"] == stored.get(REFUNDS)["ETag"]


@pytest.mark.parametrize("held", ["{}", "W/{}", '"other", {}', "*"])
def test_a_browser_that_has_the_page_gets_304(stored, held):
    etag = stored.get(REFUNDS)["ETag"]
    for browser in (stored, Browser()):
        response = browser.get(REFUNDS, headers={"If-None-Match": held.format(etag)})
        assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)
        assert response["Cache-Control"].startswith("public")


def test_a_browser_that_has_another_page_gets_this_one(stored):
    assert stored.get(REFUNDS, headers={"If-None-Match": '"old"'}).status_code == 200


def test_a_compressed_page_has_its_own_etag_and_says_what_it_varies_by(stored):
    response = stored.get(REFUNDS, headers={"Accept-Encoding": "gzip, br"})
    assert (response["Content-Encoding"], response["Vary"]) == ("br", "Accept-Encoding")
    assert response["ETag"].endswith('-br"')


def test_head_has_the_headers_without_the_body(stored):
    response = stored.head(REFUNDS)
    assert (response.content, response["Content-Length"]) == (b"", str(len(stored.get(REFUNDS).content)))


def test_publishing_shows_at_once_in_the_process_that_did_it(stored):
    shelf.publish(title="New title")
    assert "New title" in stored.get(REFUNDS).content.decode()


def test_a_page_is_made_anew_once_while_others_get_the_one_before(stored, monkeypatch):
    make, seen = page_views.article_context, []

    def slowly(*of: object) -> dict[str, object]:
        seen.append(stored.get(REFUNDS).content.decode())
        return make(*of)

    monkeypatch.setattr(page_views, "article_context", slowly)
    shelf.publish(title="New title")
    assert "New title" in stored.get(REFUNDS).content.decode()
    assert ["Ask for a refund" in page for page in seen] == [True]


def test_a_page_is_made_anew_on_another_day(stored, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2027, 6, 1))
    assert "Updated over 6 months ago" in stored.get(REFUNDS).content.decode()


def test_tracking_parameters_find_the_stored_page_and_store_nothing(stored, count):
    with count(0):
        assert stored.get(REFUNDS + "?utm_source=x").status_code == 200
    browser = Browser()
    for _ in range(3):
        browser.get("/en/?x=%22%3Ey")
    assert b"%22%3Ey" not in browser.get("/en/").content


@pytest.mark.django_db
def test_searches_are_not_stored(reader):
    shelf.publish()
    reader.get("/en/search?q=refund")
    assert "Ask for a" not in reader.get("/en/search").content.decode().split("featured")[0]


def test_one_host_does_not_see_anothers_pages(stored):
    response = stored.get(REFUNDS, headers={"Host": "claude.localhost:8000"})
    assert b"Ask for a refund" not in response.content


def test_a_host_that_is_not_ours_is_refused_however_often(stored):
    for _ in range(3):
        assert stored.get(REFUNDS, headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/articles/404", "/en/articles/1001-old", "/en/nothing"])
def test_what_is_not_a_page_is_not_stored(reader, path):
    for _ in range(3):
        assert reader.get(path).status_code in {301, 404}
    shelf.publish(number=404, slug="found")
    assert reader.get("/en/articles/404-found").status_code == 200


def test_a_page_that_sets_a_cookie_is_not_stored(db, monkeypatch, reader):
    shelf.publish()

    def with_cookie(*args, **kwargs):
        response = reader_page(*args, **kwargs)
        response.set_cookie("x", "y")
        return response

    reader_page = page_views.reader_page
    monkeypatch.setattr(page_views, "reader_page", with_cookie)
    for _ in range(3):
        assert "x" in reader.get(REFUNDS).cookies


def test_a_failing_page_shows_the_last_good_one(stored, monkeypatch):
    stored.raise_request_exception = False
    note_change(["en"])
    monkeypatch.setattr("helpcenter.reading.page_views.article_context", lambda *_: 1 / 0)
    response = stored.get(REFUNDS)
    assert response.status_code == 200
    assert b"Ask for a refund" in response.content


def test_stored_articles_are_served_while_the_database_is_down(stored, monkeypatch):
    """Even a day later, when the page would have to be made anew."""

    def refuse(*_args: object) -> None:
        raise OperationalError("the database is down")

    stored.raise_request_exception = False
    with monkeypatch.context() as down:
        down.setattr("django.db.backends.base.base.BaseDatabaseWrapper.ensure_connection", refuse)
        down.setattr("django.db.backends.utils.CursorWrapper.execute", refuse)
        assert stored.get(REFUNDS).status_code == 200
        down.setattr("django.utils.timezone.localdate", lambda: date(2027, 6, 1))
        assert b"Ask for a refund" in stored.get(REFUNDS).content


def test_a_process_that_never_made_the_page_serves_it_too_while_the_database_is_down(stored, monkeypatch):
    other = Browser()
    other.raise_request_exception = False
    with monkeypatch.context() as down:
        down.setattr("helpcenter.reading.page_views.Translation.objects.translation_for", lambda *_: 1 / 0)
        response = other.get(REFUNDS)
    assert (response.status_code, response["ETag"]) == (200, stored.get(REFUNDS)["ETag"])
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_an_article_that_was_taken_off_is_not_shown_while_the_database_is_down(stored, monkeypatch):
    actions.unpublish_translation(translation=Translation.objects.get(article__number=1001))
    assert stored.get(REFUNDS).status_code == 404
    stored.raise_request_exception = False
    monkeypatch.setattr("helpcenter.reading.page_views.Translation.objects.translation_for", lambda *_: 1 / 0)
    assert stored.get(REFUNDS).status_code == 500


@pytest.mark.django_db
def test_what_was_never_made_is_an_error_while_the_database_is_down(reader, monkeypatch):
    reader.raise_request_exception = False
    shelf.publish(number=1999)
    monkeypatch.setattr("helpcenter.reading.page_views.article_context", lambda *_: 1 / 0)
    assert reader.get("/en/articles/1999-refunds").status_code == 500


@pytest.mark.django_db(transaction=True)
def test_another_process_sees_a_publication_within_a_second():
    """The other process is one that never hears of changes made here: its rows change behind its back."""
    shelf.publish()
    browser = Browser()
    for _ in range(3):
        browser.get(REFUNDS)
    with connections["default"].cursor() as cursor:
        cursor.execute("UPDATE helpcenter_translation SET title = 'Changed elsewhere'")
        cursor.execute("UPDATE helpcenter_contentstamp SET value = value + 1, changed_at = now()")
    time.sleep(1.05)
    assert "Changed elsewhere" in browser.get(REFUNDS).content.decode()


def test_rows_changed_without_a_stamp_are_not_noticed(stored):
    Translation.objects.update(title="Behind the back")
    assert "Behind the back" not in stored.get(REFUNDS).content.decode()
