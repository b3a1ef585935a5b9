"""Articles found by whoever writes to a reader, to be put into the letter."""

import pytest

from tests import cast
from tests.helpcenter import shelf

pytestmark = pytest.mark.django_db
PLACE = "/admin/helpcenter/article/to-link/{}/"


def found(browser, words, locale="en", **headers):
    return browser.get(PLACE.format(locale), {"q": words}, headers=headers).content.decode()


def test_a_script_gets_title_and_whole_address(agent):
    shelf.publish()
    list_of = found(agent, "refund", **{"HX-Request": "true"})
    assert (
        'data-article="Ask for a refund" data-address="http://help.localhost:8000/en/articles/1001-refunds"' in list_of
    )
    assert "<html" not in list_of


def test_without_a_script_there_are_lines_to_copy(agent):
    shelf.publish()
    page = found(agent, "refund")
    assert "Ask for a refund\nhttp://help.localhost:8000/en/articles/1001-refunds</pre>" in page
    assert "No article answers this." in found(agent, "zzqqx")


def test_an_article_in_another_language_than_the_readers_says_so(agent):
    shelf.publish()
    list_of = found(agent, "refund", "ja", **{"HX-Request": "true"})
    assert "only in English" in list_of
    assert "/ja/articles/1001" in list_of
    assert "only in" not in found(agent, "refund", **{"HX-Request": "true"})


def test_what_nobody_published_isnt_found(agent):
    shelf.article()
    assert "data-article" not in found(agent, "refund", **{"HX-Request": "true"})


def test_only_who_reads_articles_in_the_desk_may_ask(reader):
    assert reader.get(PLACE.format("en"), {"q": "refund"}).status_code == 302
    newcomer = cast.staff_browser(name="olga", groups=())
    assert newcomer.get(PLACE.format("en"), {"q": "refund"}).status_code == 403


def test_strange_words_and_languages_are_no_error(agent):
    for words, locale in (("\0", "en"), ("x" * 5_000, "xx"), ("<b>", "en")):
        assert "<b>" not in found(agent, words, locale, **{"HX-Request": "true"})
