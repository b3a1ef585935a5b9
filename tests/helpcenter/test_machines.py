"""What programs read: Markdown, llms.txt, the sitemap, robots.txt."""

from xml.etree import ElementTree

import pytest

from tests.helpcenter import shelf

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


def test_llms_lists_every_article_with_its_markdown(reader):
    shelf.publish()
    shelf.publish(locale="ja", slug="返金")
    text = reader.get("/llms.txt").content.decode()
    assert "## English: Billing" in text
    assert "- [Ask for a refund](http://help.localhost:8000/en/articles/1001-refunds.md): How refunds work." in text
    assert "## 日本語: Billing" in text


def test_the_sitemap_is_xml_with_every_page_and_its_translations(reader):
    shelf.publish()
    shelf.publish(locale="ja", slug="返金")
    root = ElementTree.fromstring(reader.get("/sitemap.xml").content)
    found = [each.text for each in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert "http://help.localhost:8000/ja/" in found
    assert "http://help.localhost:8000/en/collections/31-billing" in found
    assert "http://help.localhost:8000/ja/articles/1001-%E8%BF%94%E9%87%91" in found
    assert len(found) == len(set(found)) == 5


def test_robots_keeps_crawlers_from_the_admin_and_searches(reader):
    text = reader.get("/robots.txt").content.decode()
    assert "Disallow: /admin/\nDisallow: /en/search\n" in text
    assert "Sitemap: http://help.localhost:8000/sitemap.xml" in text
