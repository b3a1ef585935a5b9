"""Home, collections and articles as readers get them."""

import re
from datetime import date

import pytest

from helpcenter import actions
from helpcenter.models import Article, Translation
from helpcenter.preference import best
from tests.helpcenter import shelf

pytestmark = pytest.mark.django_db
REFUNDS = "/en/articles/1001-refunds"


def html(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    ("accepted", "home"),
    [("ja,en;q=0.5", "/ja/"), ("en-GB", "/en/"), ("tlh, ja;q=0.2", "/ja/"), ("", "/en/"), ("*;q=x, \0", "/en/")],
)
def test_the_root_leads_to_the_browsers_language(reader, accepted, home):
    response = reader.get("/", headers={"Accept-Language": accepted})
    assert (response.status_code, response["Location"], response["Vary"]) == (302, home, "Accept-Language")


def test_home_shows_collections_with_counts_and_featured_articles(reader):
    shelf.article(number=1001, featured=True)
    shelf.publish(number=1001)
    shelf.publish(number=1002, title="Another")
    page = html(reader.get("/en/"))
    assert 'href="/en/collections/31-billing"' in page
    assert "2 articles" in page
    assert page.count(REFUNDS) == 1


def test_a_collection_without_articles_stays_off_the_home_page(reader):
    shelf.collection(number=32, title="Empty shelf")
    assert "Empty shelf" not in html(reader.get("/en/"))


def test_a_collection_lists_its_articles(reader):
    shelf.publish()
    page = html(reader.get("/en/collections/31-billing"))
    assert "<h1>Billing</h1>" in page
    assert "How refunds work." in page


@pytest.mark.parametrize("path", ["/en/collections/31", "/en/collections/31-old-name"])
def test_another_slug_of_a_collection_moves_for_good(reader, path):
    shelf.publish()
    assert reader.get(path).status_code == 301
    assert reader.get(path)["Location"] == "/en/collections/31-billing"


def test_an_article_has_its_furniture(reader, monkeypatch):
    monkeypatch.setattr("helpcenter.reading.page_views.timezone.localdate", lambda: date(2026, 11, 22))
    shelf.publish(body_markdown="Lead.\n\n## One\n\n## Two\n\n## Three\n")
    page = html(reader.get(REFUNDS))
    for part in (
        '<a class="skip-link" href="#main">',
        "<h1>Ask for a refund</h1>",
        "Updated this week",
        'href="#two"',
        "Did this answer your question?",
        '<meta name="description" content="How refunds work.">',
        '<link rel="canonical" href="http://help.localhost:8000/en/articles/1001-refunds">',
        'href="/en/articles/1001-refunds.md"',
    ):
        assert part in page


def test_a_short_article_has_no_contents_list(reader):
    shelf.publish()
    assert "On this page" not in html(reader.get(REFUNDS))


@pytest.mark.parametrize("path", ["/en/articles/1001", "/en/articles/1001-old", "/en/articles/1001-refunds-"])
def test_another_slug_moves_for_good_and_keeps_the_query(reader, path):
    shelf.publish()
    response = reader.get(path + "?from=mail")
    assert (response.status_code, response["Location"]) == (301, REFUNDS + "?from=mail")


@pytest.mark.parametrize(
    "path",
    [
        "/en/articles/404",
        "/en/articles/404-x",
        "/en/collections/404",
        "/en/articles/99999999999999999999-x",
        "/en/nothing",
        "/xx/",
        "/en/articles/404-x.md",
        "/en/articles/404/reaction/sad",
    ],
)
def test_what_is_not_there_is_not_found(reader, path):
    response = reader.get(path)
    assert response.status_code == 404
    assert "This page doesn" in html(response)


def test_a_page_that_is_not_found_speaks_the_readers_language(reader):
    assert '<html lang="ja"' in html(reader.get("/ja/nothing"))


@pytest.mark.parametrize("path", ["/", "/en/", REFUNDS, "/en/collections/31-billing", "/en/search"])
def test_pages_are_for_reading_only(reader, path):
    assert reader.post(path).status_code == 405


def test_a_missing_translation_shows_another_language_with_a_notice(reader):
    shelf.publish()
    page = html(reader.get("/ja/articles/1001-refunds"))
    assert '<html lang="ja"' in page
    assert '<article class="article" lang="en" dir="ltr">' in page
    assert "English" in page.split('class="notice"')[1].split("</p>")[0]
    assert '<link rel="canonical" href="http://help.localhost:8000/en/articles/1001-refunds">' in page


def test_languages_point_at_each_other(reader):
    shelf.publish()
    shelf.publish(locale="ja", slug="返金")
    page = html(reader.get(REFUNDS))
    assert 'hreflang="ja" href="http://help.localhost:8000/ja/articles/1001-%E8%BF%94%E9%87%91"' in page
    assert 'hreflang="x-default" href="http://help.localhost:8000/en/articles/1001-refunds"' in page
    assert reader.get("/ja/articles/1001-返金").context["alternates"][0] == ("en", "English", REFUNDS)


def test_only_a_machines_unread_translation_says_so(reader):
    shelf.publish()
    shelf.publish(locale="ja", slug="返金", machine=True, reviewed=False)
    assert 'data-kind="warn"' in html(reader.get("/ja/articles/1001-返金"))
    shelf.publish(locale="ja", slug="返金", machine=True, reviewed=True)
    assert 'class="notice"' not in html(reader.get("/ja/articles/1001-返金"))


def test_a_translation_older_than_its_source_says_so(reader):
    shelf.publish(updated_at=date(2026, 11, 20))
    shelf.publish(locale="ja", slug="返金", updated_at=date(2026, 11, 1))
    assert f'<a href="{REFUNDS}" hreflang="en">' in html(reader.get("/ja/articles/1001-返金"))


def test_related_articles_come_in_the_editors_order(reader):
    for number, title in ((1002, "Second"), (1003, "Third")):
        shelf.publish(number=number, title=title)
    shelf.article(number=1001, related=[1003, 1002])
    shelf.publish()
    assert [each.title for each in reader.get(REFUNDS).context["related"]] == ["Third", "Second"]


def test_without_relations_the_neighbours_on_the_shelf_are_shown(reader):
    shelf.publish()
    shelf.publish(number=1002, title="Neighbor")
    assert [each.title for each in reader.get(REFUNDS).context["related"]] == ["Neighbor"]


def test_an_article_taken_off_is_not_found(reader):
    actions.unpublish_translation(translation=shelf.publish())
    assert reader.get(REFUNDS).status_code == 404
    assert Article.objects.filter(number=1001).exists()


def test_words_of_editors_are_escaped(reader):
    shelf.publish(title="<b>Bold</b>", summary='"><script>alert(1)</script>')
    page = html(reader.get(REFUNDS))
    assert "<b>Bold" not in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("locale", ["en", "ja"])
def test_every_shipped_page_can_be_read(shipped, reader, locale):
    paths = [f"/{locale}/articles/{number}" for number in Article.objects.values_list("number", flat=True)]
    assert len(paths) >= 31
    for path in paths:
        response = reader.get(path, follow=True)
        assert (response.status_code, response.context["is_fallback"]) == (200, False), path


def test_no_shipped_article_links_to_one_that_is_missing(shipped, caplog):
    numbers = set(Article.objects.values_list("number", flat=True))
    for article in Article.objects.prefetch_related("translations"):
        for translation in article.translations.all():
            linked = {
                int(part.split(")")[0].split("#")[0]) for part in translation.body_markdown.split("](article:")[1:]
            }
            assert linked <= numbers, (article.number, translation.locale)


@pytest.mark.parametrize(
    ("there", "locale", "shown"),
    [
        (["en", "ja"], "ja", "ja"),
        (["en", "ja"], "pt-br", "en"),
        (["en", "pt"], "pt-br", "pt"),
        (["ja", "de"], "fr", "de"),
        ([], "en", None),
    ],
)
def test_the_nearest_language_is_shown(there, locale, shown):
    rows = [Translation(locale=code) for code in there]
    found = best(rows, locale)
    assert (found.locale if found else None) == shown


@pytest.mark.parametrize("path", ["/en/", REFUNDS, "/en/search?q=x", "/en/nothing", "/en/messenger/"])
def test_what_a_page_points_to_within_itself_is_there(reader, path):
    # A browser that is told to draw nothing before a part of the page waits for one that is nowhere, too.
    shelf.publish(body_markdown="Lead.\n\n## One\n\n## Two\n\n## Three\n")
    page = html(reader.get(path))
    pointed, there = re.findall(r'href="#([^"]+)"', page), re.findall(r'\sid="([^"]+)"', page)
    assert set(pointed) - set(there) == set()


def test_an_article_can_be_taken_along(reader):
    shelf.publish()
    page = reader.get("/en/articles/1001-refunds").content.decode()
    assert '<a href="http://help.localhost:8000/en/articles/1001-refunds" data-copy="address">Copy link</a>' in page
    assert 'href="/en/articles/1001-refunds.md" type="text/markdown" data-copy="text"' in page
