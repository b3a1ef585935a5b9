"""What programs read: Markdown, llms.txt, the sitemap, robots.txt."""

from xml.etree import ElementTree

import pytest
from django.urls import reverse

from helpcenter.models import Translation
from helpcenter.reading import sitemaps
from tests.helpcenter import shelf
from web.addresses import absolute

pytestmark = pytest.mark.django_db
TEXT = "See [it](article:1002#a).\n\n::: note\nChoose “{ui:send_message}”.\n\nThen wait.\n:::\n\n1. One\n"


def test_an_article_is_there_as_markdown(reader):
    shelf.publish(body_markdown=TEXT)
    response = reader.get("/en/articles/1001-refunds.md")
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    text = response.content.decode()
    assert text.startswith(
        "# Ask for a refund\n\nUpdated: 2026-11-19\nhttp://help.localhost:8000/en/articles/1001-refunds\n"
    )
    assert "[it](http://help.localhost:8000/en/articles/1002#a)" in text
    assert "> Choose “Send message”.\n>\n> Then wait.\n" in text


def test_markdown_speaks_the_articles_language(reader):
    shelf.publish(locale="ja", slug="返金", body_markdown=TEXT)
    assert "“メッセージを送信”" in reader.get("/ja/articles/1001-返金.md").content.decode()


def test_another_slug_of_the_markdown_moves_for_good(reader):
    shelf.publish()
    assert reader.get("/en/articles/1001-old.md")["Location"] == "/en/articles/1001-refunds.md"


@pytest.mark.parametrize("path", ["/llms.txt", "/sitemap.xml", "/robots.txt"])
def test_an_address_without_language_is_the_same_for_every_browser(reader, path):
    shelf.publish()
    english, japanese = (reader.get(path, headers={"Accept-Language": each}) for each in ("en", "ja"))
    assert english.content == japanese.content
    assert japanese["Content-Language"] == "en"


def test_llms_leads_to_every_article_of_each_language_with_its_markdown(reader):
    shelf.publish()
    shelf.publish(locale="ja", slug="返金")
    assert "- [日本語](http://help.localhost:8000/ja/llms.txt)" in reader.get("/llms.txt").content.decode()
    text = reader.get("/en/llms.txt").content.decode()
    assert "## Billing" in text
    assert "- [Ask for a refund](http://help.localhost:8000/en/articles/1001-refunds.md): How refunds work." in text
    japanese = Translation.objects.get(locale="ja")
    markdown = absolute(reverse("article_markdown", args=("ja", 1001, japanese.slug)))
    assert f"]({markdown}):" in reader.get("/ja/llms.txt").content.decode()


def locations(reader, path: str) -> list[str]:
    root = ElementTree.fromstring(reader.get(path).content)
    return [each.text for each in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def test_the_sitemap_leads_to_every_page_of_each_language(reader):
    shelf.publish()
    shelf.publish(locale="ja", slug="返金")
    parts = [part.removeprefix("http://help.localhost:8000") for part in locations(reader, "/sitemap.xml")]
    found = [address for part in parts for address in locations(reader, part)]
    assert "http://help.localhost:8000/ja/" in found
    assert "http://help.localhost:8000/en/collections/31-billing" in found
    assert "http://help.localhost:8000/ja/articles/1001-%E8%BF%94%E9%87%91" in found
    assert len(found) == len(set(found)) == 5


def test_a_sitemap_names_each_pages_translations_and_the_default_one(reader):
    shelf.publish()
    shelf.publish(locale="ja", slug="返金")
    text = reader.get("/ja/sitemap-articles-1.xml").content.decode()
    refunds = "http://help.localhost:8000/en/articles/1001-refunds"
    assert f'<xhtml:link rel="alternate" hreflang="en" href="{refunds}"/>' in text
    assert f'<xhtml:link rel="alternate" hreflang="x-default" href="{refunds}"/>' in text
    assert "<lastmod>2026-11-19</lastmod>" in text


def test_a_long_sitemap_goes_on_in_further_files(reader, monkeypatch):
    monkeypatch.setattr(sitemaps.Articles, "limit", 2)
    for number in (1001, 1002, 1003):
        shelf.publish(number=number, slug="it's-(a)-slug:@~")
    assert "http://help.localhost:8000/en/sitemap-articles-2.xml" in locations(reader, "/sitemap.xml")
    pages = [locations(reader, f"/en/sitemap-articles-{page}.xml") for page in (1, 2)]
    assert [len(page) for page in pages] == [2, 1]
    assert pages[1] == [absolute(Translation.objects.get(article__number=1003).path)]


@pytest.mark.parametrize(
    "path", ["/en/sitemap-articles-3.xml", "/en/sitemap-people-1.xml", "/xx/sitemap-articles-1.xml"]
)
def test_a_sitemap_that_is_not_there_is_not_found(reader, path):
    shelf.publish()
    assert reader.get(path).status_code == 404


def test_robots_keeps_crawlers_from_the_admin_and_searches(reader):
    text = reader.get("/robots.txt").content.decode()
    assert "Disallow: /admin/\nDisallow: /en/search\n" in text
    assert "Sitemap: http://help.localhost:8000/sitemap.xml" in text
